// Says a word, runs the command that it is told (one that gives its host another MAC), and says another word.
import { execFileSync } from 'node:child_process'
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
socket.on('data', (data) => mark(`received '${data}'`))
await cue('say hello')
socket.write('hello')
const [command, ...words] = (await cue('go on without running anything')).split(' ')
if (command) execFileSync(command, words)
mark('has another MAC')
await cue('say again')
socket.write('again')
await cue('end')
