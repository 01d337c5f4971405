// A raw peer that puts five bytes on its SYN, and does not answer the SYN+ACK before it is told to.
import { speakTo } from '#peer'
import { cue, mark, to } from '#program'

const tcp = speakTo(to)
await tcp.send('S', { data: 'hello' })
const { ack } = await tcp.expect('S.')
mark(`acknowledged up to ${ack}`)
await cue('acknowledge')
await tcp.send('.')
tcp.close()
