// Holds a connection open and never reads from it, until it is ended from outside.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

connect({ ...to, allowHalfOpen: true }, () => mark('connected')).pause()
await cue('end')
