// A raw peer whose FIN leaves without acknowledging the server's. Then it does so, or resets the connection: as it is told.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const tcp = await dial(to)
mark('connected')
const fin = await tcp.expect('F.')
await tcp.send('F.', { ack: fin.seq })
await tcp.expect('.', { ack: 2 })
const wish = await cue('acknowledge; type reset to reset')
await tcp.send(wish === 'reset' ? 'R' : '.')
tcp.close()
