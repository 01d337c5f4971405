import { basename, join } from 'node:path'
import type { Cast } from '../catalogue.ts'
import { WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { splitWords } from '../system/command.ts'
import { isOutside, projectFolder } from './names.ts'

/** The command of an end's program: the user's own where one was given, else the lab's, run by the project's Node. */
export function commandFor(
  order: { cast: Cast; replace: Readonly<Partial<Record<End, string>>> },
  end: End,
): { name: string; words: string[] } {
  const own = order.replace[end]
  if (own === undefined) {
    const file = join(order.cast.folder, order.cast[end])
    return { name: basename(file), words: [...(file.endsWith('.pl') ? ['perl'] : nodeFor(order.cast)), file] }
  }
  const command = splitWords(own)
  if (command.length === 0) throw new WrongUsage(`--${end} needs a command, such as --${end} "python3 my_${end}.py"`)
  return { name: own, words: command }
}

/** Our Node; for a lab outside the checkout it is told what `#program` is. */
const nodeFor = ({ name }: Cast): readonly string[] =>
  isOutside(name) ? [process.execPath, '--import', join(projectFolder, 'src', 'aliases.ts')] : [process.execPath]
