// Joins a group, and leaves it when told to.
import { createSocket } from 'node:dgram'
import { cue, mark } from '#program'

const group = '239.1.2.3'
const socket = createSocket('udp4')
socket.bind(async () => {
  mark('bound')
  await cue('join')
  socket.addMembership(group)
  mark('joined')
  await cue('leave')
  socket.dropMembership(group)
  mark('left')
  await cue('end')
  socket.close()
})
