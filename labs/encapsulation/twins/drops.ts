// Takes the request and answers nothing.
import { createServer } from 'node:http'
import { at, mark } from '#program'

createServer(() => mark('asked')).listen(at, () => mark('listening'))
