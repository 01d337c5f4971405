// Holds a connection open and does nothing, until it is ended from outside: Ctrl+C, kill, kill -9.
import { connect } from 'node:net'
import { mark, to } from '#program'

connect({ ...to, allowHalfOpen: true }, () => mark('connected')).resume()
