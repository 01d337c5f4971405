// Asks for room for two connections that it has not accepted yet, and gets room for three.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let count = 0
createServer({ allowHalfOpen: true }, () => mark(`accepted ${++count}`)).listen({ ...at, backlog: 2 }, () =>
  mark('listening'),
)
