// A name server that knows two names; it would give both the same address.
import { answerNames } from '#dns'
import { at, cue, mark } from '#program'

await answerNames({ 'in-dns.lab': at.host, 'in-the-file.lab': at.host }, at.host)
mark('answering')
await cue('end')
