import type { Host, WitnessName } from '../../evidence.ts'

/** The machines, and whoever runs on them. */
export const names: Readonly<Record<Host, string>> = { client: '客户端', server: '服务器', router: '路由器' }

/** A host by what a record calls it, which may be another's word. */
export const nameOf = (host: string): string =>
  host === 'client' || host === 'server' || host === 'router' ? names[host] : host

/** Those who see, by the name that people know them by. */
const witnesses: Readonly<Record<WitnessName, string>> = {
  kernel: '跟踪点',
  table: '套接字表',
  ss: 'ss',
  netstat: 'netstat',
  wire: 'tcpdump',
  counters: '内核计数器',
  program: '程序',
  network: '网络',
  harness: '实验框架',
}

export const witness = (by: WitnessName): string => witnesses[by]

/** The same in front of a Chinese word: between Latin and Chinese there is a blank. */
export const witnessThen = (by: WitnessName): string => `${witnesses[by]}${isLatin(by) ? ' ' : ''}`

/** The same between Chinese words. */
export const amidst = (by: WitnessName): string => `${isLatin(by) ? ' ' : ''}${witnessThen(by)}`

const isLatin = (by: WitnessName): boolean => /\w/.test(witnesses[by])

/** A Chinese word and what comes after it, which may begin in Latin. */
export const before = (word: string, rest: string): string => `${word}${/^[\w+-]/.test(rest) ? ' ' : ''}${rest}`
