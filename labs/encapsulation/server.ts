// A web server with one page.
import { createServer } from 'node:http'
import { at, mark } from '#program'

createServer((_, response) => response.end('hello\n')).listen(at, () => mark('listening'))
