// Is there, and listens to no datagrams: its kernel says so to whoever sends one.
import { cue, mark } from '#program'

mark('here')
await cue('end')
