// Opens a connection, sends a byte and reads one; then, when told to, opens seven more, one after another.
import { once } from 'node:events'
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const first = connect({ ...to, allowHalfOpen: true })
first.on('data', (bytes) => mark(`received ${bytes.length}`))
await once(first, 'connect')
mark('connected')

await cue('send a byte')
first.write('x')

await cue('open seven more')
for (let more = 1; more <= 7; more++) await once(connect({ ...to, allowHalfOpen: true }), 'connect')
