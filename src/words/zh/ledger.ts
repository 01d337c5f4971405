import type { LedgerWords } from '../ledger.ts'
import { names, witness } from './names.ts'

/** What the ledger of statements, the list of labs and the tables of the state diagram say of their own accord. */
export const ledger: LedgerWords = {
  rulings: { holds: '成立', 'holds, within': '有条件成立', refuted: '不成立', answered: '已解答' },
  verdicts: { pass: '通过', fail: '未通过', unknown: '无法判定' },
  labels: { saidBy: '出处', source: '依据', since: '版本' },
  nobodySaysIt: '各篇笔记都没有说',
  noSource: '无',
  noLab: '没有实验验证它',
  side: (verdict, notes, linux) =>
    `${verdict}${notes.length > 0 ? `（${notes.join('、')}）` : ''}${linux ? `：${linux}` : ''}`,
  variant: (lab, variant) => `${lab}（${variant}）`,
  notPlayed: (lab, command) => `${lab}：没有在本机运行过：${command}`,
  played: (lab, verdict, when, record) => `${lab}：${verdict}，${when}，${record}`,
  shownBefore: (when, record) => `；${when} 由 ${record} 验证`,
  notShown: (side, todo) => `尚未验证：${side}：${todo}`,
  didNotPass: (lab, record) => `最近一次运行未通过：${lab}：${record}`,
  settled: (settled, all) => `${all} 条说法中有 ${settled} 条的各个方面都已由本机的运行验证`,
  playsAll: "'npm run lab:all' 运行所有实验",
  didNotPassLast: (labs) => `最近一次运行未通过的：${labs.join('、')}`,
  marks: '✔ 已在本机验证；– 尚未验证，所列为预期的结论',
  tellsOne: "'npm run lab -- claims T6' 列出一条的全部内容",

  file: {
    introduction: [
      '# 关于 TCP 的说法，以及 Linux 的实际行为',
      '',
      '由 `npm run lab -- claims --markdown --lang zh` 生成。这些说法出自五篇随处可见的 TCP 笔记（“ ”中是笔记的原话），',
      '另有关于套接字的最常见的问题。每篇笔记用一个短标题称呼；没有注明笔记的，就是各篇都没有说：',
    ],
    rulings: [
      '一条说法或者**成立**，或者**不成立**（实验显示内核实际怎么做），或者**有条件成立**：这时它的每个方面各占一行，',
      '并各有实验验证。问题则由它的各个方面给出**解答**。',
      '`npm run lab -- claims --lang zh` 列出本机的运行已验证了哪些，`npm run lab -- claims T6 --lang zh` 列出其中一条的全部内容。',
    ],
    chapters: { O: '建立连接', D: '传送数据', C: '释放连接', T: 'TIME-WAIT', L: '分层', Q: '最常见的问题' },
    columns: { id: '编号', claim: '说法及其出处', source: '标准', linux: '在 Linux 上', labs: '验证它的实验' },
    note: (name, title) => `- **${name}**：${title}`,
    claim: (claim, notes) => (notes.length > 0 ? `${claim}（${notes.join('、')}）` : claim),
    ruling: (ruling, since, linux) => `**${ruling}**${since ? `（${since}）` : ''}${linux ? `：${linux}` : ''}`,
  },

  page: { title: '关于 TCP 的说法，以及本机内核的实际行为', notPlayed: '没有在本机运行过' },

  list: {
    ...{ settles: '验证', variants: '变体', twins: '反例', run: '运行' },
    more: (labs, variants) =>
      `共 ${labs} 个实验，${variants} 个变体。'npm run lab -- list <实验>' 介绍其中一个，'npm run lab:<实验>' 运行它。`,
  },

  coverage: {
    columns: {
      ...{ state: '状态', side: '端', entered: '进入', held: '停留', left: '离开' },
      ...{ lab: '实验', witnesses: '观测手段' },
    },
    sides: { client: names.client, server: names.server },
    wireAlone: '只有抓包',
    witnesses: (all) => all.map(witness).join(' '),
    edges: 'RFC 9293 图 5 的边（20 个箭头和注 2），以及 Linux 的边 (L)',
    notShown: (lab) => `尚未：${lab}`,
    refused: (why) => `被拒绝：${why}`,
    shown: (shown, all, missing) =>
      `本机最近的运行走过了图中 ${all} 条边里的 ${shown} 条${missing > 0 ? "；'npm run lab:all' 走完其余的" : ''}`,
    marks: '✔ 已验证；– 无法验证（--json 说明原因）；✘ 尚未在本机验证：会验证它的实验',
  },
}
