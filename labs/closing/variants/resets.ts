// A raw peer whose FIN leaves without acknowledging the server's, and who then has had enough.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const tcp = await dial(to)
mark('connected')
const fin = await tcp.expect('F.')
await tcp.send('F.', { ack: fin.seq })
await tcp.expect('.', { ack: 2 })
await cue('reset')
await tcp.send('R')
tcp.close()
