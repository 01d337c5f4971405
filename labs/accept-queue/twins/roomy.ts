// Has room for many connections that it has not accepted yet.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let count = 0
createServer({ allowHalfOpen: true }, () => mark(`accepted ${++count}`)).listen(at, () => mark('listening'))
