import type { End, SampleFact, SocketTimer } from '../evidence.ts'
import { type Endpoint, ms, portOf } from '../tcp.ts'
import type { Scene } from '../witness.ts'
import type { Row } from './proc-net-tcp.ts'

type Sample = Omit<SampleFact, 'at' | 'within' | 'host' | 'by'>

/** A socket that one of the commands printed, or the table listed, as a fact still without its when and where. */
export function asSample({
  local,
  remote,
  state,
  timer,
  left,
  sendQueue,
  receiveQueue,
  owned,
  congestion,
}: Row): Sample {
  const running: SocketTimer | undefined = timer === 'off' ? undefined : { name: timer, left: ms(left * 10) }
  return {
    kind: 'sample',
    local,
    remote,
    state,
    sendQueue,
    receiveQueue,
    ...(owned === undefined ? {} : { owned }),
    ...(running ? { timer: running } : {}),
    ...(congestion ? { congestion } : {}),
  }
}

/** Whose socket it is: the host's whose table it stood in, save on loopback, where the address and port tell. */
export function ownerOf(scene: Pick<Scene, 'loopback' | 'endAt'>, host: End, local: Endpoint): End | undefined {
  const address = local.slice(0, local.lastIndexOf(':')).replace(/[[\]]/g, '')
  return scene.loopback ? scene.endAt(address, portOf(local)) : host
}
