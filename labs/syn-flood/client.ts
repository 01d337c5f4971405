// Sends 64 SYNs in the name of others, who will never answer; then, when told to, connects as an honest client does.
import { connect } from 'node:net'
import { flood } from '#peer'
import { cue, mark, to } from '#program'

await flood(to, 64)
mark('flooded')
await cue('connect')
connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
