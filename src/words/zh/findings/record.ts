import type { RecordFindings } from '../../../finding/record.ts'
import { moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { witnessThen } from '../names.ts'

export const record: FindingWords<RecordFindings> = {
  'an end that comes last': ({ by, at }) => `位于最后的结束标记：${witnessThen(by)}还有 ${moment(at)} 的内容`,
  'a whole look': ({ by, at }) => `${moment(at)} ${witnessThen(by)}的一次完整查看`,
  'a look that saw': ({ by, state, at }) => `${moment(at)} ${witnessThen(by)}看到 ${state} 的一次查看`,
  'a line waited for': ({ line, until }) => `实验等到 ${moment(until)} 的输出 '${line}'`,
  'showed queue': ({ by, bytes, at }) => `${witnessThen(by)}在 ${moment(at)} 显示 ${bytes} 字节`,
}
