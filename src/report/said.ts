import { type Bounds, widthOfScreen } from './screen.ts'
import { wrapped } from './wrapped.ts'

/** What is said on the way, on standard error: as wide as what tells of a run. */
const bounds: Bounds = { least: 40, most: 120, inPipe: Number.POSITIVE_INFINITY }

/** The lines as this stream is to have them: on a terminal broken at their spaces, in a pipe as they are. */
export const forScreen = (text: string, stream: NodeJS.WriteStream = process.stderr): string =>
  stream.columns === undefined ? text : wrapped([text], widthOfScreen(bounds, stream))

/** Says something on standard error, behind the command's name; on a terminal what goes on stands under what was said. */
export function sayAside(text: string, stream: NodeJS.WriteStream = process.stderr): void {
  stream.write(`${forScreen(`lab: ${text}`, stream)}\n`)
}

/** The same of a run that is passed over, and why. */
export const passedOver = (folder: string, why: string): void => sayAside(`skipping ${folder}: ${why}`)
