import type { GradingWords } from '../grading.ts'
import { names } from './names.ts'

const why = {
  files: '文件有改动',
  order: '方案改变了运行方式',
  nothing: '此前没有评分',
}

/** What is told of a class that is graded. */
export const grading: GradingWords = {
  index: '成绩',
  columns: { submission: '提交', status: '状态', points: '得分', of: '满分', lookAt: '待查看' },
  statuses: { graded: '已评分', 'to look at': '待查看', 'not played': '未运行' },
  points: ({ points, of }) => `${points} 分（满分 ${of} 分）`,
  cannotRun: (reason) => `本机无法运行：${reason}`,
  failed: (reason) => `没有得出结论：${reason}`,
  undecided: (claims, more, tries) =>
    `运行了 ${tries} 次，仍无法判定：${claims.join('；') || '没有任何断言'}${more > 0 ? `（另有 ${more} 条）` : ''}`,
  willBeLookedAt: '这一项还没有评分：将由人来查看。',
  notPlayed: '这一项还没有运行。',
  refused: (reason) => `所交的内容无法使用：${reason}。`,

  feedback: (name) => `${name} 的反馈`,
  total: '总计',
  everythingShown: '本实验要求的内容全部做到了。',
  wentWrong: (says, inShort) => `这一点没有做到：${says}（${inShort}）。`,
  claimsThatFailed: (count) => (count === 1 ? '没有做到的：' : `有 ${count} 点没有做到：`),
  follow: (count) => `另有 ${count} 条断言因此没有做到。`,
  absent: ({ wanted, there }) => `你的提交中没有要运行的文件 ${wanted}；现有的是：${there.join('、') || '无'}。`,
  notReached: (count) => `另有 ${count} 点没有检查，因为实验过程没有进行到那里。`,
  printed: (role) => `你的${names[role]}程序输出：`,
  printedNothing: (role) =>
    `你的${names[role]}程序没有任何输出。不输出也可以；但用来查错的输出必须立即刷新，因为写往管道的输出会留在缓冲区里。`,
  timesMore: (count) => `… 再重复 ${count} 次`,
  linesMore: (count) => `… 另有 ${count} 行`,

  progress: (done, all, what, became) => `${all} 个中的第 ${done} 个，剩余 ${all - done} 个：${what} ${became}`,
  summary: (counts) =>
    [
      `${counts.graded} 份提交已评分`,
      ...(counts['to look at'] > 0 ? [`${counts['to look at']} 份需要由人查看`] : []),
      ...(counts['not played'] > 0 ? [`${counts['not played']} 份没有在这里全部运行`] : []),
    ].join('，'),
  lookAt: (name, what, reason) => `  ${name} ${what}：${reason}`,
  written: (folder) => `成绩：${folder}/grades.csv、grades.json；反馈：${folder}/submissions/<name>/feedback.md`,
  again: (what, changed) => `重新运行 ${what}：${why[changed]}`,
  shard: (text, by) => `分片 ${text}，由 ${by} 指定`,
  nothingToPlay: (all) => `没有剩下要运行的：${all} 次运行都已完成；以下内容根据记录得出`,
  resume: (done, all) => `${all} 次运行中有 ${done} 次已完成并保留；同一命令加上 --resume 运行其余的`,
}
