/** What may be a folder's name anywhere as it stands, and means nothing to a shell, a spreadsheet or a path. */
const plain = /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,79}$/

/**
 * The folder of a submission's results: its own name where that is plain, else what is plain of it and a part of its hash, so
 * that no two are the same.
 * @param hash of the name, in hex
 */
export const folderOf = (name: string, hash: string): string =>
  plain.test(name) ? name : `${name.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 40)}~${hash.slice(0, 12)}`

const archives = ['.tar.gz', '.tgz', '.zip'] as const
export type ArchiveKind = (typeof archives)[number]

/** What an archive's name says it is; undefined of any other file. */
export const archiveKind = (name: string): ArchiveKind | undefined =>
  archives.find((ending) => name.toLowerCase().endsWith(ending) && name.length > ending.length)
