// Connects to nobody.
import { cue, mark } from '#program'

mark('connected')
await cue('end')
