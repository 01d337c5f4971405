import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { Header } from 'tar'

/** What is packed: of a link where it points to, else what is in it; the kind as Unix writes it. */
export interface Packed {
  readonly path: string
  readonly text?: string | Buffer
  readonly mode?: number
  readonly link?: string
  readonly type?: 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice'
}

/** A zip of just these entries, also of such as no packer would write. */
export function zip(entries: readonly Packed[]): Buffer {
  let offset = 0
  const parts = entries.map(({ path, text = '', mode = 0o100644 }) => {
    const [name, data] = [Buffer.from(path), Buffer.from(text)]
    const packed = deflateRawSync(data, { level: 1 })
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed])
    const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, tail, name])
    offset += local.length
    return { local, central }
  })
  const directory = Buffer.concat(parts.map(({ central }) => central))
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts.map(({ local }) => local), directory, Buffer.from('PK\x05\x06'), end])
}

/** The same as .tar.gz. */
export function tarGz(entries: readonly Packed[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', mode = 0o644, link, type }) => {
    const data = Buffer.from(text)
    const head = Buffer.alloc(512)
    new Header({
      ...{
        path,
        mode: mode & 0o7777,
        size: data.length,
        type: type ?? 'File',
        uid: 4711,
        gid: 4711,
        mtime: new Date(0),
      },
      ...(link === undefined ? {} : { linkpath: link }),
    }).encode(head)
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 1 })
}
