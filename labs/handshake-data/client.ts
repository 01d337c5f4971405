// A raw peer that puts five bytes on its SYN, as no kernel does unasked, and again on the third segment.
import { speakTo } from '#peer'
import { mark, to } from '#program'

const tcp = speakTo(to)
await tcp.send('S', { data: 'hello' })
const { ack } = await tcp.expect('S.')
mark(`acknowledged up to ${ack}`)
await tcp.send('P.', { seq: ack, data: 'hello'.slice(ack - 1) })
await tcp.expect('.', { ack: 6 })
mark('acknowledged up to 6')
tcp.close()
