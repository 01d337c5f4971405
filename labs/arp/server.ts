// Listens: its host has never been spoken to before.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, () => mark('accepted')).listen(at, () => mark('listening'))
