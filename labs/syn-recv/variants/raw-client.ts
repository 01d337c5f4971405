// A raw peer that opens a connection half, and takes it back when told to.
import { speakTo } from '#peer'
import { cue, to } from '#program'

const tcp = speakTo(to)
await tcp.send('S')
await tcp.expect('S.')
await cue('reset')
await tcp.send('R')
tcp.close()
