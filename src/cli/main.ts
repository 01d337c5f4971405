import { readFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { projectFolder } from '../catalogue/names.ts'
import { languages } from '../words/spoken.ts'
import type { AllOptions } from './all.ts'
import {
  addReport,
  type InsideOptions,
  natural,
  positive,
  type RunOptions,
  readShard,
  readSpeed,
  readState,
} from './arguments.ts'
import type { ClaimsOptions } from './claims.ts'
import type { CleanOptions } from './clean.ts'
import { explain } from './failure.ts'
import type { GradeOptions } from './grade.ts'
import type { JudgeOptions } from './judge.ts'
import { allManual, cleanManual, gradeManual, manual, mergeManual, pastManual, runManual } from './manual.ts'
import { addPredict } from './predict-command.ts'
import { again, withRunOptions } from './run-options.ts'
import type { ShowOptions } from './show.ts'
import type { Spoken } from './spoken.ts'

/** Reads the command line, does what it says and resolves to the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  const done = (result: number): void => {
    status = result
  }
  try {
    await commandLine(done).parseAsync(argv)
    return status
  } catch (error) {
    return explain(error)
  }
}

const version = (): string => {
  const { version: own } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string }
  return `tcp-labs ${own} (Node ${process.versions.node}, Linux ${release()})`
}

const labArgument = 'its name, as `lab list` shows it, or the folder of a lab of your own, such as ./my-labs/keepalive'

export function commandLine(done: (status: number) => void): Command {
  const cli = new Command('lab')
    .description(
      'Puts what is said about TCP to a real kernel: drives connections into every state, watches them and judges.',
    )
    .usage('<command> [options]     (npm run lab -- <command> [options])')
    .exitOverride()
    .version(version(), '-V, --version', 'print the version, and the Node and kernel it runs on')
    .showSuggestionAfterError()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .addOption(new Option('--inside <slot>').argParser(natural).hideHelp())
    .addOption(new Option('--record <folder>').hideHelp())
    .addOption(new Option('--tell-waiting').hideHelp())
    .addHelpText('after', manual)

  withRunOptions(
    cli.command('run').description('play a lab on this kernel and judge it').argument('<lab>', labArgument),
  )
    .option(
      '--hold [state]',
      'pause the story where there is something to see, or as soon as an end is in this state, so that I can look around',
      readState,
    )
    .option('--again <times>', again, natural)
    .option('--json', 'print the verdict as JSON, with the folder of its record, and nothing else')
    .option('--verbose', 'list the facts behind each claim, and how long each step took')
    .option('--no-page', 'write no page.html beside the record')
    .option('--report <kind=path>', 'also write a report, see below; may be given several times', addReport)
    .addHelpText('after', runManual)
    .action(async (lab: string, options: RunOptions) => {
      const { runCommand } = await import('./run.ts')
      done(await runCommand(lab, options, cli.opts<InsideOptions>()))
    })

  addPredict(cli, labArgument, done)

  cli
    .command('all')
    .description('play all labs and their variants side by side, the longest first')
    .option('--filter <pattern>', 'only those whose name contains this or matches this glob, see below')
    .option('--no-variants', 'the labs alone')
    .option(
      '--jobs <number>',
      'how many at once (default: two working ones per core, not counting those that wait, and fewer while something else keeps the machine busy)',
      positive,
    )
    .option('--repeat <times>', 'play each this many times', positive)
    .option('--shard <n/of>', 'only the n-th part, where several machines share the work', readShard)
    .option('--bail', 'stop everything at the first that does not pass')
    .option('--again <times>', again, natural)
    .option('--ipv6', 'over IPv6')
    .option('--json', 'print {version, status, labs, notPlayed} as JSON and nothing else')
    .option('--no-page', 'write no page.html beside the record')
    .option('--report <kind=path>', 'also write a report, see below; may be given several times', addReport)
    .addHelpText('after', allManual)
    .action(async (options: AllOptions) => {
      const { allCommand } = await import('./all.ts')
      done(await allCommand(options))
    })

  cli
    .command('list')
    .description('list the labs by chapter, in the order in which one would learn them, and about how long each takes')
    .argument('[labs...]', 'everything about these: what they settle, their variants and twins')
    .option('--json', 'as an array of {name, title, chapter, seconds, settles, twins, variants}')
    .action(async (labs: readonly string[], options: Spoken & { json?: boolean }) => {
      const { listCommand } = await import('./list.ts')
      await listCommand(labs, options)
    })

  cli
    .command('new')
    .description(
      'make a lab of your own, one that passes and whose twin fails; docs/writing-a-lab.md says how to go on',
    )
    .argument('<name>', 'of a lab in labs/; or a path, such as ./my-labs/keepalive, for one anywhere else')
    .action(async (name: string) => {
      const { newCommand } = await import('./new.ts')
      done(await newCommand(name))
    })

  addPast(cli, done)

  cli
    .command('clean')
    .description('remove old runs, but never those of `grade`, nor one that is still being written')
    .argument('[labs...]', 'only the runs of these')
    .option(
      '--keep <number>',
      'keep this many of the latest runs of each lab, and of each variant the latest run and the latest that passed; 0 keeps none',
      natural,
      1,
    )
    .option('--dry-run', 'only say what would go')
    .option('--json', 'as {folder, removed: {runs, bytes}, left: {runs, bytes}}')
    .addHelpText('after', cleanManual)
    .action(async (labs: readonly string[], options: CleanOptions) => {
      const { cleanCommand } = await import('./clean.ts')
      cleanCommand(labs, options)
    })

  cli
    .command('claims')
    .argument('[ids...]', 'such as T6: everything about these: who says it, each side, its labs and their runs')
    .description('list what notes say about TCP, what this kernel did, and what is not settled here')
    .option('--json', 'as an array of {id, claim, notes, source, ruling, settled, sides: [{id, verdict, shown, labs}]}')
    .option('--markdown', 'as CLAIMS.md, which is the same on every machine')
    .option('--report <html=path>', 'also write a page that links the pages of the runs', addReport)
    .action(async (ids: readonly string[], options: ClaimsOptions) => {
      const { claimsCommand } = await import('./claims.ts')
      await claimsCommand(ids, options)
    })

  cli
    .command('coverage')
    .description('draw the state diagram as tables: which lab has shown each state and edge here, and who saw it')
    .option(
      '--json',
      'as {states: [{state, side, entered, held, left, ...}], edges: [{from, to, on, covered, lab, ...}]}',
    )
    .action(async (options: Spoken & { json?: boolean }) => {
      const { coverageCommand } = await import('./coverage.ts')
      await coverageCommand(options)
    })

  cli
    .command('doctor')
    .description('list what this machine has and lacks, and what each lack costs')
    .option('--json', 'as an array of {name, has, found, costs}')
    .action(async (options: Spoken & { json?: boolean }) => {
      const { doctorCommand } = await import('./doctor.ts')
      done(await doctorCommand(options))
    })

  addGrade(cli, done)

  for (const command of cli.commands)
    command.exitOverride().configureHelp({ showGlobalOptions: false }).addOption(lang())
  return cli
}

/** What every command takes, for each tells people something. */
const lang = (): Option =>
  new Option('--lang <language>', 'the language to speak (default: that of LC_ALL, LC_MESSAGES or LANG)').choices(
    languages,
  )

/** The commands for what was played before. */
function addPast(cli: Command, done: (status: number) => void): void {
  const record = "a run's folder, or a lab, which means its latest run"
  const report = 'also write a report, see below; may be given several times'
  const moved = 'where the lab is now, if the record is of one outside the checkout that has moved'
  cli
    .command('judge')
    .description('judge a recorded run again: the same verdict and status, without root')
    .argument('<record>', record)
    .option('--json', 'print the verdict as JSON and nothing else')
    .option('--verbose', 'list the facts behind each claim')
    .option('--lab <folder>', moved)
    .option('--report <kind=path>', report, addReport)
    .addHelpText('after', pastManual)
    .action(async (given: string, options: JudgeOptions) => {
      const { judgeCommand } = await import('./judge.ts')
      done(await judgeCommand(given, options))
    })

  const replays = ['json', 'step']
  cli
    .command('show')
    .description('draw the ladder of a recorded run')
    .argument('<record>', record)
    .addOption(new Option('--json', 'print its evidence as JSON'))
    .option('--whole', 'show everything: do not fold long stretches of similar rows, nor cut long lines')
    .addOption(new Option('--play', 'row by row, as it happened').conflicts(replays))
    .addOption(
      new Option('--speed <factor>', 'this many times as fast: 0.1 is ten times slower')
        .argParser(readSpeed)
        .conflicts(replays),
    )
    .addOption(new Option('--step', 'row by row, one for each press of Enter or the space bar').conflicts('json'))
    .option('--lab <folder>', moved)
    .option('--report <kind=path>', report, addReport)
    .addHelpText('after', pastManual)
    .action(async (given: string, options: ShowOptions) => {
      const { showCommand } = await import('./show.ts')
      done(await showCommand(given, options))
    })
}

function addGrade(cli: Command, done: (status: number) => void): void {
  const grade = cli
    .command('grade')
    .description('run the programs of a whole class in labs, and grade them; docs/grading.md says how')
    .usage('<plan> [options]\n       lab grade merge <folders...> --out <folder>')
    .argument('<plan>', 'a file in YAML or JSON: the labs, which role the student’s program takes, the points')
    .option('--out <folder>', 'where grades, feedback and records go (default: <plan>-grades beside the plan)')
    .option('--only <pattern>', 'only submissions whose name contains this or matches this glob')
    .option('--jobs <number>', 'how many runs at once (default: as many as the machine can take)', positive)
    .option('--resume', 'play only what has not been played and graded yet, or has changed since')
    .option('--judge', 'play nothing: judge all records again and rewrite the grades')
    .option('--shard <n/of>', 'only the n-th part, where several machines share the work', readShard)
    .option('--json', 'print grades.json and nothing else')
    .addHelpText('after', gradeManual)
    .action(async (plan: string, options: GradeOptions) => {
      const { gradeCommand } = await import('./grade.ts')
      done(await gradeCommand(plan, options))
    })
  grade
    .command('merge')
    .description('join what the shards graded, and check that nothing is missing or there twice')
    .argument('<folders...>', 'what each shard wrote')
    .usage('<folders...> --out <folder>')
    .addHelpText('after', mergeManual)
    .exitOverride()
    // Its options are those of `grade`, which takes them wherever they stand.
    .action(async (folders: readonly string[]) => {
      const options: GradeOptions = grade.opts()
      const { mergeCommand } = await import('./grade-merge.ts')
      done(await mergeCommand(folders, options))
    })
}
