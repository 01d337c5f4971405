import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labNames, labsFolder, projectFolder } from '../../src/catalogue/names.ts'

const english = 'README.md'
const chinese = 'README.zh.md'

const fence = /^```[\s\S]*?^```$/gm
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const prose = (readme: string): string => readme.replace(fence, '')
const found = (text: string, what: RegExp): readonly string[] => [...text.matchAll(what)].map((match) => match[1] ?? '')

/** Code blocks as they stand: a picture is a program's output. What a comment of a shell command says may be in another language. */
const blocksOf = (readme: string): readonly string[] =>
  (readme.match(fence) ?? []).map((block) => (block.startsWith('```sh') ? block.replace(/ +# .*$/gm, '') : block))

const headingsOf = (readme: string): readonly string[] => found(prose(readme), /^#+ (.*)$/gm)
const levelsOf = (readme: string): readonly string[] => found(prose(readme), /^(#+) /gm)

/** How many rows each table has, in the order of tables. */
const rowsOf = (readme: string): readonly number[] =>
  (prose(readme).match(/(?:^\|.*\n)+/gm) ?? []).map((table) => table.trimEnd().split('\n').length)

const optionsOf = (readme: string): readonly string[] =>
  sorted(new Set(found(readme, /(?<![\w-])(--[a-z][a-z0-9-]*)/g)))

/** All that stands in backticks in a sentence: commands, cues, parameters, files. */
const termsOf = (readme: string): readonly string[] =>
  sorted(new Set(found(prose(readme), /`([^`]+)`/g).map((term) => term.replace(/\s+/g, ' '))))

const targetsOf = (readme: string): readonly string[] => found(prose(readme), /\]\(([^)]*)\)/g)

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort()

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')

/** Where a link of an English README leads in its Chinese one: to the Chinese README and its heading, where it led to an English one's. */
function inChinese(folder: string, target: string): string {
  const [path = '', anchor] = target.split('#')
  const file = readmeOf(resolve(folder, path))
  if (file === undefined) return target
  const place = path === '' ? '' : relative(folder, join(dirname(file), chinese))
  if (anchor === undefined) return place
  const at = headingsOf(read(file)).map(anchorOf).indexOf(anchor)
  return `${place}#${anchorOf(headingsOf(read(join(dirname(file), chinese)))[at] ?? '')}`
}

/** The English README that is meant by its own name or by its folder's. */
const readmeOf = (path: string): string | undefined =>
  [path, join(path, english)].find((file) => file.endsWith(`/${english}`) && existsSync(file))

const folders = [projectFolder, ...labNames().map((name) => join(labsFolder, name))]

describe.each(folders.map((folder) => [relative(projectFolder, folder) || 'the project', folder] as const))(
  'the Chinese README of %s',
  (_, folder) => {
    const en = read(join(folder, english))
    const zh = read(join(folder, chinese))

    it('is there, and each leads to the other under its heading, which is the same', () => {
      expect(en.split('\n').slice(1, 4)).toEqual(['', `[中文](${chinese})`, ''])
      expect(zh.split('\n').slice(1, 4)).toEqual(['', `[English](${english})`, ''])
      expect(headingsOf(zh)[0]).toBe(headingsOf(en)[0])
    })

    it('says every paragraph in Chinese', () => {
      const paragraphs = prose(zh)
        .split(/\n{2,}/)
        .slice(2)
      expect(paragraphs).not.toEqual([])
      expect(paragraphs.filter((paragraph) => paragraph.trim() && !/\p{Script=Han}/u.test(paragraph))).toEqual([])
    })

    it('has the same code blocks, headings and tables', () => {
      expect(blocksOf(zh)).toEqual(blocksOf(en))
      expect(levelsOf(zh)).toEqual(levelsOf(en))
      expect(rowsOf(zh)).toEqual(rowsOf(en))
    })

    it('names the same options, and the same commands, cues, parameters and files', () => {
      expect(optionsOf(zh)).toEqual(optionsOf(en))
      expect(termsOf(zh)).toEqual(termsOf(en))
    })

    it('leads to the same places, which are there, in Chinese where they are', () => {
      const targets = targetsOf(zh).slice(1)
      expect(sorted(targets)).toEqual(
        sorted(
          targetsOf(en)
            .slice(1)
            .map((target) => inChinese(folder, target)),
        ),
      )
      for (const target of targets) expect(existsSync(resolve(folder, target.replace(/#.*/, ''))), target).toBe(true)
    })
  },
)
