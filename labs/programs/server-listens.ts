// Listens, and says when a connection has been opened.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, () => mark('accepted')).listen(at, () => mark('listening'))
