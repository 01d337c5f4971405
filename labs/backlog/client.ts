// Opens so many connections as it is told to, one after the other, and holds them.
import { once } from 'node:events'
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

let count = 0
for (;;) {
  await cue('open another')
  await once(connect({ ...to, allowHalfOpen: true }), 'connect')
  mark(`connected ${++count}`)
}
