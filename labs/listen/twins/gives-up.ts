// Tries to connect once, and not again.
import { connect } from 'node:net'
import { mark, to } from '#program'

connect(to, () => mark('connected')).on('error', (error: NodeJS.ErrnoException) => mark(`refused: ${error.code}`))
