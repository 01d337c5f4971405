import { reportHelp } from '../report/registry.ts'
import { keptOfEachLab } from '../run/kept.ts'
import { limitNames, usualLimits, writeLimit } from '../system/limits.ts'

const exitStatuses = `Exit status:
  0 pass   1 a claim failed   2 unknown: a witness was missing, or the machine was too slow to tell
  64 wrong usage   70 the harness itself failed   77 this machine cannot run the lab   130 interrupted`

/** The end of `lab --help`. */
export const manual = `
Examples:
  npm run lab:close-wait                          play it
  npm run lab:close-wait -- --hold                look around while the server is stuck
  npm run lab:close-wait -- --server "python3 my_server.py"
  npm run lab:close-wait -- --twin server-closes  see it fail
  npm run lab -- predict four-way-close           predict first, then see
  npm run lab -- show close-wait --step           its latest run again, row by row
  npm run lab -- judge close-wait                 judge the record again
  npm run lab:all                                 play them all side by side

${exitStatuses}`

const means = {
  memory: 'of all that the program starts, together, where there are control groups',
  processes: 'at once, counting threads',
  cpu: 'seconds of CPU time, of one process',
  files: 'open at once in one process, sockets included',
  file: 'the size of one file',
  wall: 'seconds from its start to its end',
  traffic: "recorded of its host: a segment counts 1, a socket's state 10",
} as const

function limitHelp(): string {
  const lines = limitNames.map(
    (name) => `  ${`${name}=${writeLimit(name, usualLimits[name])}`.padEnd(16)}${means[name]}\n`,
  )
  return lines.join('')
}

/** The end of `lab clean --help`. */
export const cleanManual = `
After each run the latest ${keptOfEachLab('')} of its lab are kept, and those on which claims and coverage rest; TCP_LABS_KEEP=200 in the
environment keeps that many instead, TCP_LABS_KEEP=all every run. A folder to which somebody has added anything is kept.`

/** The end of `lab run --help`. */
export const runManual = `
Your own programs run in a sandbox: as nobody, on a system that they can read but not
write, with a /tmp and a home of their own. Of your files they see those that their
commands name, and the folders these are in, or only --folder. Their limits, unless
--limit says otherwise:
${limitHelp()}
Reports:
${reportHelp('a run')}
  An unknown claim earns no point and counts as an error. The files are emptied before the lab is played.

Examples:
  npm run lab:close-wait -- --server "python3 server.py" --report gradescope=results.json
  npm run lab:time-wait -- --report junit=report.xml --report pcapng=time-wait.pcapng

${exitStatuses}`

/** The end of `lab predict --help`. */
export const predictManual = `
It tells you what is done in the run and asks what will be seen: who sends the n-th segment, with
which flags and numbers; each end's states; how long one lasts. Nothing that the lab claims is
shown beforehand, and no answer can be taken back: predictions.json in the run's folder is
written before the run begins. What was seen in this very run decides, with the facts that
show it; an answer left open is not right, and what the run could not tell is not wrong. What
follows from another answer (no such segment: no flags, and no later one) is not asked, and
not counted; as JSON such a field is marked "implied".

Limits of your own programs (see lab run --help):
${limitHelp()}
Examples:
  npm run lab -- predict handshake
  npm run lab -- predict handshake --questions --json
  npm run -s lab -- predict handshake --json --answers answers.json
      {"wire.2.sender": "server", "wire.2.flags": "SYN+ACK", "wire.2.ack": 1,
       "client.path": ["SYN-SENT", "ESTABLISHED"]}

Exit status:
  0 every answer is right   1 one is wrong, or was left open   2 the run could not tell of one
  64 wrong usage   70 the harness itself failed   77 this machine cannot run the lab   130 interrupted`

/** The end of `lab judge --help` and of `lab show --help`. */
export const pastManual = `
Reports:
${reportHelp('a run')}

Examples:
  npm run lab -- show close-wait                  the latest run of it
  npm run lab -- show close-wait/destroy          the latest of its variant
  npm run lab -- show close-wait --play --speed 0.1
  npm run lab -- judge runs/close-wait/latest --report junit=report.xml`

/** The end of `lab all --help`. */
export const allManual = `
Reports:
${reportHelp('many runs')}
  An unknown claim earns no point and counts as an error. The files are emptied before anything is played.

Examples:
  npm run lab:all                                 all of them, with the result of each
  npm run lab:all -- --filter close               close-wait, four-way-close ... and their variants
  npm run lab:all -- --filter 'close-wait/*'      the variants of close-wait
  npm run lab:all -- --filter syn-sent --repeat 20 --bail
  npm run lab:all -- --shard 2/4 --report junit=report.xml

Exit status, the worst of all that were played:
  70 the harness itself failed, else 1 a claim failed, else 2 unknown, else 77 this machine cannot run
  some of them, else 0 all passed   130 interrupted   64 wrong usage`

/** The end of `lab grade --help`. */
export const gradeManual = `
Examples:
  npm run lab -- grade plan.yaml                  every submission times every lab
  npm run lab -- grade plan.yaml --resume         what was left when it was interrupted
  npm run lab -- grade plan.yaml --shard 3/8      an eighth of it; under Slurm, Kubernetes and GitLab it knows its shard
  npm run lab -- grade merge plan-grades-*-of-8 --out all

Exit status:
  0 everything is graded, whatever the grades   2 a person must look at something, which is listed   64 wrong usage
  70 the harness itself failed   77 this machine cannot run labs   130 interrupted: --resume plays the rest`

/** The end of `lab grade merge --help`: its options are those of `grade`, and listed there. */
export const mergeManual = `
  --out <folder>  the new folder that everything goes to; required
  --json          print grades.json and nothing else

Exit status:
  0 everything is graded   2 a person must look at something, which is listed
  64 something is missing, there twice, or from another plan`
