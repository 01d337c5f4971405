// A name server that knows no name.
import { answerNames } from '#dns'
import { at, cue, mark } from '#program'

await answerNames({}, at.host)
mark('answering')
await cue('end')
