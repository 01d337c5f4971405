import type { Command } from 'commander'
import { natural } from './arguments.ts'
import { predictManual } from './manual.ts'
import type { PredictOptions } from './predict.ts'
import { again, withRunOptions } from './run-options.ts'

/** The command `predict`. */
export function addPredict(cli: Command, labArgument: string, done: (status: number) => void): void {
  withRunOptions(
    cli
      .command('predict')
      .description('predict what will be seen: asks, locks your answers, plays the lab and judges them')
      .argument('<lab>', labArgument),
  )
    .option('--questions', 'print the questions, and play nothing')
    .option('--answers <file>', 'take the answers from a JSON file instead of asking; - is standard input')
    .option('--again <times>', again, natural)
    .option('--json', 'print the questions, or the outcome of the answers, as JSON and nothing else')
    .option('--no-page', 'write no page.html beside the record')
    .addHelpText('after', predictManual)
    .action(async (lab: string, options: PredictOptions) => {
      const { predictCommand } = await import('./predict.ts')
      done(await predictCommand(lab, options))
    })
}
