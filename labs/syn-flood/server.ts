// Listens with room for sixteen connections that wait.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, () => mark('accepted')).listen({ ...at, backlog: 16 }, () => mark('listening'))
