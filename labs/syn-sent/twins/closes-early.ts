// Gives up after half a second, before its SYN is sent again.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect(to, () => mark('connected'))
setTimeout(() => socket.destroy(), 500)
