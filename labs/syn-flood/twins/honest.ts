// Floods nobody.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

mark('flooded')
await cue('connect')
connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
