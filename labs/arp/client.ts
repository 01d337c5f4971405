// Connects, and no more: its host has never spoken to anybody before.
import { connect } from 'node:net'
import { mark, to } from '#program'

connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
