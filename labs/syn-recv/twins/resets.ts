// Aborts its connection as soon as it is open: the RST arrives where the ACK did not.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect(to, () => {
  mark('connected')
  socket.resetAndDestroy()
})
