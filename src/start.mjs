// The entry of every npm script, in JavaScript that any Node can read: it may be the machine's, from before the set-up.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const major = Number(process.versions.node.split('.')[0])
const failure = 70

const explain = (why) => {
  process.stderr.write(`lab: ${why}: run scripts/setup.sh first\n`)
  process.exitCode = failure
}

// Whoever presses Ctrl+C before a command can listen to it is told, too; one that listens says itself what it has done.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(name, () => {
    if (process.listenerCount(name) > 1) return
    process.stderr.write(`lab: interrupted (${name}); nothing was left behind\n`)
    process.exit(130)
  })

// Of a package; one that was built for another machine is loaded by the command that needs it.
const missing = 'ERR_MODULE_NOT_FOUND'

if (!existsSync(new URL('../node_modules/commander', import.meta.url))) explain('the npm packages are not installed')
else if (major < 24) explain(`this is Node ${process.versions.node}, and not the project's own Node 24`)
else {
  // From here on everything is loaded compiled, and what makes JavaScript of TypeScript, 60 ms and more, not at all.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/tcp-labs', import.meta.url)))
  import('./cli.ts').catch((error) => {
    if (error.code === missing) explain(`the npm packages do not match this machine (${error.message.split('\n')[0]})`)
    else {
      process.stderr.write(`lab: the harness itself failed: ${error.stack}\n`)
      process.exitCode = failure
    }
  })
}
