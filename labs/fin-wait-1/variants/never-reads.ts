// Never reads: its window closes when its buffer is full.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true, pauseOnConnect: true }, () => mark('accepted')).listen(at, () => mark('listening'))
