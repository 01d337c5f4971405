// Asks for room for 511 connections that it has not accepted yet. Stop it (Ctrl+Z), and see how much it was given.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let count = 0
createServer({ allowHalfOpen: true }, () => mark(`accepted ${++count}`)).listen({ ...at, backlog: 511 }, () =>
  mark('listening'),
)
