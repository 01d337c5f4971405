// Opens two connections, and two more when told to; says what becomes of each.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

function open(number: number) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => mark(`connected ${number}`))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed ${number}: ${error.code}`))
}

open(1)
open(2)
await cue('open two more')
open(3)
open(4)
