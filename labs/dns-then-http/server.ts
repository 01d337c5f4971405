// A name server that knows one name, and a web server with one page, on one host.
import { createServer } from 'node:http'
import { answerNames } from '#dns'
import { at, mark } from '#program'

await answerNames({ 'web.lab': at.host }, at.host)
createServer((_, response) => response.end('hello\n')).listen(at, () => mark('listening'))
