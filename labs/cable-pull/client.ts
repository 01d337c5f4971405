// Sends a million bytes, half of them when told to, the rest when told again; says so if it cannot.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const bytes = Buffer.alloc(1_000_000, 'to be continued ')
const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
await cue('send')
socket.write(bytes.subarray(0, 500_000), () => mark('half is sent'))
await cue('send the rest')
socket.end(bytes.subarray(500_000))
await cue('end')
