// A raw peer in the server's place that puts five bytes on its SYN+ACK, as no kernel does, and sends those again that it must.
import { listen } from '#peer'
import { at, mark } from '#program'

const tcp = listen(at)
mark('listening')
await tcp.expect('S')
await tcp.send('S.', { data: 'hello' })
const { ack } = await tcp.expect('.')
mark(`acknowledged up to ${ack}`)
if (ack < 6) {
  await tcp.send('P.', { seq: ack, data: 'hello'.slice(ack - 1) })
  await tcp.expect('.', { ack: 6 })
  mark('acknowledged up to 6')
}
