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
    await program(done).parseAsync(argv)
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

function program(done: (status: number) => void): Command {
  const cli = new Command('lab')
    .description(
      'Puts what is said of TCP to a real kernel: drives connections into every state, witnesses them and judges.',
    )
    .usage('<command> [options]     (npm run lab -- <command> [options])')
    .exitOverride()
    .version(version(), '-V, --version', 'print the version, and the Node and the kernel that it runs on')
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
      'stop the story where there is something to see, or as soon as an end is in this state, and let me look around',
      readState,
    )
    .option('--again <times>', again, natural)
    .option('--json', 'print the verdict as JSON, with the folder of its record, and nothing else')
    .option('--verbose', 'list the facts behind each claim, and what took how long')
    .option('--no-page', 'write no page.html beside the record')
    .option('--report <kind=path>', 'write a report too, see below; may be given several times', addReport)
    .addHelpText('after', runManual)
    .action(async (lab: string, options: RunOptions) => {
      const { runCommand } = await import('./run.ts')
      done(await runCommand(lab, options, cli.opts<InsideOptions>()))
    })

  addPredict(cli, labArgument, done)

  cli
    .command('all')
    .description('play all labs and their variants side by side, the longest first')
    .option('--filter <pattern>', 'only those whose name has this part or matches this glob, see below')
    .option('--no-variants', 'the labs alone')
    .option(
      '--jobs <number>',
      'so many at once; else two that work for each core, besides those that wait, and fewer while others keep the machine busy',
      positive,
    )
    .option('--repeat <times>', 'each so many times', positive)
    .option('--shard <n/of>', 'the n-th part, where several machines share the work', readShard)
    .option('--bail', 'end everything at the first that does not pass')
    .option('--again <times>', again, natural)
    .option('--ipv6', 'over IPv6')
    .option('--json', 'print {version, status, labs, notPlayed} as JSON and nothing else')
    .option('--no-page', 'write no page.html beside the record')
    .option('--report <kind=path>', 'write a report too, see below; may be given several times', addReport)
    .addHelpText('after', allManual)
    .action(async (options: AllOptions) => {
      const { allCommand } = await import('./all.ts')
      done(await allCommand(options))
    })

  cli
    .command('list')
    .description('list the labs by chapter, in the order in which one would learn them, and about how long each takes')
    .argument('[labs...]', 'all about these: what they settle, their variants and twins')
    .option('--json', 'as an array of {name, title, chapter, seconds, settles, twins, variants}')
    .action(async (labs: readonly string[], options: Spoken & { json?: boolean }) => {
      const { listCommand } = await import('./list.ts')
      await listCommand(labs, options)
    })

  cli
    .command('new')
    .description('make a lab of your own, which passes and fails its twin; docs/writing-a-lab.md says how to go on')
    .argument('<name>', 'of a lab in labs/; or a path, such as ./my-labs/keepalive, of one anywhere else')
    .action(async (name: string) => {
      const { newCommand } = await import('./new.ts')
      done(await newCommand(name))
    })

  addPast(cli, done)

  cli
    .command('clean')
    .description('remove old runs; those of `grade` are never touched, nor what a run is writing')
    .argument('[labs...]', 'only the runs of these')
    .option(
      '--keep <number>',
      'the latest so many of each lab stay, and the latest, and latest passed, of each variant; 0 keeps none',
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
    .argument('[ids...]', 'such as T6: all about these, with who says it, each side, its labs and their runs')
    .description('list what notes say of TCP, what this kernel made of it, and what is not settled here')
    .option('--json', 'as an array of {id, claim, notes, source, ruling, settled, sides: [{id, verdict, shown, labs}]}')
    .option('--markdown', 'as CLAIMS.md, which is the same on every machine')
    .option('--report <html=path>', 'write a page too, that links the pages of the runs', addReport)
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
  new Option('--lang <language>', 'the language that it speaks; else that of LC_ALL, LC_MESSAGES or LANG').choices(
    languages,
  )

/** The commands for what was played before. */
function addPast(cli: Command, done: (status: number) => void): void {
  const record = "a run's folder, or a lab, which is the latest run of it"
  const report = 'write a report too, see below; may be given several times'
  const moved = 'where the lab is, of a record of one outside the checkout that has been moved'
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
    .option('--whole', 'everything, where long stretches of what is alike would be folded, and long lines cut')
    .addOption(new Option('--play', 'row by row, as it happened').conflicts(replays))
    .addOption(
      new Option('--speed <factor>', 'so many times as fast: 0.1 is ten times slower')
        .argParser(readSpeed)
        .conflicts(replays),
    )
    .addOption(new Option('--step', 'row by row, one for each Enter or space').conflicts('json'))
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
    .description('put the programs of a whole class to labs, and grade them; docs/grading.md says how')
    .usage('<plan> [options]\n       lab grade merge <folders...> --out <folder>')
    .argument('<plan>', 'a file in YAML or JSON: the labs, whose program is the student’s, the points')
    .option('--out <folder>', 'where grades, feedback and records go; else <plan>-grades beside the plan')
    .option('--only <pattern>', 'only submissions whose name has this part or matches this glob')
    .option('--jobs <number>', 'so many runs at once; else as many as the machine bears', positive)
    .option('--resume', 'play only what was not played and graded yet, or has changed since')
    .option('--judge', 'play nothing: judge all records again and write the grades anew')
    .option('--shard <n/of>', 'the n-th part, where several machines share the work', readShard)
    .option('--json', 'print grades.json and nothing else')
    .addHelpText('after', gradeManual)
    .action(async (plan: string, options: GradeOptions) => {
      const { gradeCommand } = await import('./grade.ts')
      done(await gradeCommand(plan, options))
    })
  grade
    .command('merge')
    .description('join what shards have graded, and check that nothing is missing or twice')
    .argument('<folders...>', 'what each shard has written')
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
