// Closes its side of one connection and keeps its socket; of another it lets go altogether.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const kept = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
kept.resume()
await cue('shut down')
kept.end()

await cue('open another')
const dropped = connect({ ...to, allowHalfOpen: true })
await cue('let go')
dropped.destroy()
