// Joins no group.
import { cue, mark } from '#program'

mark('bound')
await cue('join')
mark('joined')
await cue('leave')
mark('left')
await cue('end')
