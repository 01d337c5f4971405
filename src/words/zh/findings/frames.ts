import type { Carried, FrameFindings } from '../../../finding/frames.ts'
import { moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const frames: FindingWords<FrameFindings> = {
  frames: ({ frames: seen }) => seen.map(({ line, at }) => `${line}，${moment(at)}`).join('；'),
  'frame with': ({ text, both }) => `${both ? '两条链路上都有' : ''}含 '${text}' 的帧`,
  'layer names': ({ names }) => names.join(' '),
  layers({ layers, size }) {
    const each = layers.map((layer) => `${layer.name} 从第 ${layer.at} 字节起 ${layer.size} 字节`).join('，')
    return size === undefined ? each : `${each}：共 ${size} 字节`
  },
  different: ({ what, near, far }) => `${carried[what]}：${near} 和 ${far}`,
  MACs: ({ macs }) => `MAC 地址 ${macs.join(' ')}`,
  hop: ({ near, far }) => `${near.from} > ${near.to}，然后 ${far.from} > ${far.to}；ttl ${near.ttl}，然后 ${far.ttl}`,
}

const carried: Readonly<Record<Carried, string>> = {
  'source address': '源地址',
  'destination address': '目的地址',
  ports: '端口',
  data: '数据',
  hops: '跳数',
}
