import type { Language } from '../../words.ts'
import { witnessThen } from './names.ts'

/** Why a witness was blind. */
export const blind: Language['blind'] = {
  error: (_, { error }) => error,
  ended: (by, { how }) => `${witnessThen(by)}已结束（${how}）`,
  'read no more': (by, { error = '读取它的线程已结束' }) => `${witnessThen(by)}不再被读取：${error}`,
  'not told in time': (by, { patience }) => `${witnessThen(by)}未能在 ${patience} ms 内交出全部内容`,
  unreadable: (by, { lines, first }) => `${witnessThen(by)}有 ${lines} 行输出无法解读：'${first}'`,
  damaged: (by, { damage }) => `${witnessThen(by)}的输出无法解读：${damage}`,
  overrun(by, { lost }) {
    const many = lost === 'some' ? '一些' : ` ${lost} 个`
    return by === 'wire' ? `内核在 tcpdump 读取之前丢弃了${many}分组` : `跟踪丢失了${many}事件`
  },
  'another format': (_, { events }) => `本机内核的 ${events.join('、')} 用的是另一种格式`,
  'turned off': () => '有人关闭了跟踪',
  'two sockets': (_, { local, remote }) => `从 ${local} 到 ${remote} 有两个套接字，其中一个在另一个网络命名空间里`,
}
