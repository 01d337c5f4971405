// A raw peer that asks for a Fast Open cookie, and shows it on the SYN of its next connection, with five bytes.
import { dial, speakTo } from '#peer'
import { cue, mark, to } from '#program'

const first = await dial(to, { options: { mss: 1460, fastOpenCookie: '' } })
const cookie = first.opened.options.fastOpenCookie
mark(cookie ? 'got a cookie' : 'got no cookie')

await cue('open another')
const second = speakTo(to)
await second.send('S', { data: 'hello', options: { mss: 1460, fastOpenCookie: cookie ?? '' } })
const { ack } = await second.expect('S.')
mark(`acknowledged up to ${ack}`)
await cue('acknowledge')
await second.send('.')
second.close()
