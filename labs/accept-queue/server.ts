// Has room for three connections that it has not accepted yet: a backlog of 2 means 3. Stop it (Ctrl+Z) and the room fills.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let count = 0
createServer({ allowHalfOpen: true }, () => mark(`accepted ${++count}`)).listen({ ...at, backlog: 2 }, () =>
  mark('listening'),
)
