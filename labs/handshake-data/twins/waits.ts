// A raw peer that sends its five bytes when the connection is open, as kernels do.
import { dial } from '#peer'
import { mark, to } from '#program'

const tcp = await dial(to)
mark('acknowledged up to 1')
await tcp.send('P.', { data: 'hello' })
await tcp.expect('.', { ack: 6 })
mark('acknowledged up to 6')
tcp.close()
