import { type Command, Option } from 'commander'
import { addLimit } from './arguments.ts'

export const again = 'play a run again that is unknown only because the machine was late, so many times at most (2)'

/** What may be played instead of the lab as it stands: one's own programs, another way of telling it, another family. */
export const withRunOptions = (command: Command): Command =>
  command
    .option('--server <command>', 'your own program in place of the server; host and port are appended to it')
    .option('--client <command>', 'your own program in place of the client')
    .option('--folder <path>', 'of your own programs: they run there, and it is all of yours that they see')
    .option('--limit <name=amount>', 'what they may take, see below; may be given several times', addLimit)
    .addOption(
      new Option('--trust', 'run them without the sandbox: as you, with all that you may do').conflicts([
        'folder',
        'limit',
      ]),
    )
    .option('--variant <name>', 'tell the story in another way')
    .option('--twin <name>', 'make one small change under which the lab must not pass')
    .option('--ipv6', 'over IPv6')
