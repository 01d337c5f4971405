import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { Interrupted } from '../run/leash.ts'
import { exitStatus } from '../run/verdict.ts'
import { HostLacks, WrongUsage } from '../system/errors.ts'
import type { RunOptions } from './run.ts'

/** Reads the command line, does what it says and resolves to the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  const done = (result: number): void => {
    status = result
  }
  try {
    await program(argv.slice(2), done).parseAsync(argv)
    return status
  } catch (error) {
    return explain(error)
  }
}

function program(args: readonly string[], done: (status: number) => void): Command {
  const cli = new Command('lab')
    .description(
      'Puts what is said of TCP to a real kernel: drives connections into every state, witnesses them and judges.',
    )
    .usage('<command> [options]     (npm run lab -- <command> [options])')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .addOption(new Option('--inside <slot>').argParser(slotNumber).hideHelp())
    .addHelpText('after', manual)

  cli
    .command('run')
    .description('play a lab on this kernel and judge it')
    .argument('<lab>', 'its name, as `lab list` shows it')
    .option('--server <command>', 'your own program in place of the server; host and port are appended to it')
    .option('--client <command>', 'your own program in place of the client')
    .option('--variant <name>', 'tell the story in another way')
    .option('--twin <name>', 'make one small change under which the lab must not pass')
    .option('--ipv6', 'over IPv6')
    .option('--hold', 'stop where the story holds still, and let me look around')
    .option('--json', 'print the content of verdict.json and nothing else')
    .option('--verbose', 'list the facts behind each claim, and what took how long')
    .action(async (lab: string, options: RunOptions) => {
      const { runCommand } = await import('./run.ts')
      done(await runCommand(lab, options, { args, inside: cli.opts<{ inside?: number }>().inside }))
    })

  cli
    .command('list')
    .description('list the labs, what they settle, their variants and twins')
    .option('--json', 'as an array of {name, title, settles, twins, variants}')
    .action(async (options: { json?: boolean }) => {
      const { listCommand } = await import('./list.ts')
      await listCommand(options)
    })

  cli
    .command('judge')
    .description('judge a recorded run again: the same verdict and status, without root')
    .argument('<folder>', 'of the run, such as runs/close-wait/latest')
    .option('--json', 'print the verdict as JSON and nothing else')
    .option('--verbose', 'list the facts behind each claim')
    .action(async (folder: string, options: { json?: boolean; verbose?: boolean }) => {
      const { judgeCommand } = await import('./judge.ts')
      done(await judgeCommand(folder, options))
    })

  cli
    .command('show')
    .description('draw the ladder of a recorded run')
    .argument('<folder>', 'of the run, such as runs/close-wait/latest')
    .option('--json', 'print its evidence as JSON')
    .action(async (folder: string, options: { json?: boolean }) => {
      const { showCommand } = await import('./judge.ts')
      await showCommand(folder, options)
    })

  cli
    .command('claims')
    .description('list what is said of TCP, what this kernel made of it, and the lab that shows it')
    .option('--json', 'as an array of {id, claim, verdict, lab}')
    .option('--markdown', 'as CLAIMS.md, which is the same on every machine')
    .action(async (options: { json?: boolean; markdown?: boolean }) => {
      const { claimsCommand } = await import('./claims.ts')
      await claimsCommand(options)
    })

  cli
    .command('coverage')
    .description('draw the state diagram as tables: which lab has shown each state and edge here, and who saw it')
    .option(
      '--json',
      'as {states: [{state, side, entered, held, left, ...}], edges: [{from, to, on, covered, lab, ...}]}',
    )
    .action(async (options: { json?: boolean }) => {
      const { coverageCommand } = await import('./coverage.ts')
      coverageCommand(options)
    })

  cli
    .command('doctor')
    .description('list what this machine has and lacks, and what each lack costs')
    .option('--json', 'as an array of {name, has, found, costs}')
    .action(async (options: { json?: boolean }) => {
      const { doctorCommand } = await import('./doctor.ts')
      done(await doctorCommand(options))
    })

  for (const command of cli.commands) command.exitOverride().configureHelp({ showGlobalOptions: false })
  return cli
}

function slotNumber(text: string): number {
  const slot = Number(text)
  if (!Number.isInteger(slot)) throw new InvalidArgumentError('it must be a number')
  return slot
}

const manual = `
Examples:
  npm run lab:close-wait                          play it and see
  npm run lab:close-wait -- --hold                look around while the server is stuck
  npm run lab:close-wait -- --server "python3 my_server.py"
  npm run lab:close-wait -- --twin server-closes  see it fail
  npm run lab -- judge runs/close-wait/latest     judge the record again

Exit status:
  0 pass   1 a claim failed   2 unknown: a witness was missing, or the machine too late to tell
  64 wrong usage   70 the harness itself failed   77 this machine cannot run the lab   130 interrupted`

/** Says what was wrong and what to do, in one place for all commands, and gives the status that the contract has for it. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatus.usage
  if (error instanceof WrongUsage) return complain(error.message, exitStatus.usage)
  if (error instanceof HostLacks)
    return complain(`${error.message}\n     'npm run doctor' lists what this machine has and lacks`, exitStatus.host)
  if (error instanceof Interrupted)
    return complain(`interrupted (${error.message}); nothing was left behind`, exitStatus.interrupted)
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return complain(`the harness itself failed: ${text}`, exitStatus.harness)
}

function complain(text: string, status: number): number {
  process.stderr.write(`lab: ${text}\n`)
  return status
}
