import { type Command, Option } from 'commander'
import { addLimit } from './arguments.ts'

export const again =
  'replay a run that is unknown only because the machine was slow, at most this many times (default: 2)'

/** What may be played instead of the lab as it stands: one's own programs, another way of telling it, another family. */
export const withRunOptions = (command: Command): Command =>
  command
    .option('--server <command>', 'your own program in place of the server; host and port are appended to the command')
    .option('--client <command>', 'your own program in place of the client')
    .option('--folder <path>', 'the folder your own programs run in; of your files they see nothing else')
    .option('--limit <name=amount>', 'a limit on them, see below; may be given several times', addLimit)
    .addOption(
      new Option('--trust', 'run them without the sandbox: as you, with all your rights').conflicts([
        'folder',
        'limit',
      ]),
    )
    .option('--variant <name>', 'play this variant of the story')
    .option('--twin <name>', 'make one small change under which the lab must not pass')
    .option('--ipv6', 'over IPv6')
