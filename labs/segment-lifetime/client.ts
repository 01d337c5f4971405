// A raw peer, without timestamps, that sends five bytes and then five more, each when told to.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const tcp = await dial(to)
mark('connected')
await cue('send')
await tcp.send('P.', { data: 'first' })
await tcp.expect('.', { ack: 6 })
mark('acknowledged up to 6')
await cue('send')
await tcp.send('P.', { data: 'older' })
await cue('end')
