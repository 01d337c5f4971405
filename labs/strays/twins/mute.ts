// Is bound, and reads nothing.
import { cue, mark } from '#program'

mark('bound')
await cue('end')
