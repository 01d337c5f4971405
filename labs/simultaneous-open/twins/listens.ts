// Listens, as servers do, instead of connecting.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, () => mark('accepted')).listen(at, () => mark('listening'))
