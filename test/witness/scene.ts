import { startClock } from '../../src/evidence/clock.ts'
import type { BlindFact, Fact } from '../../src/evidence.ts'
import { realtime } from '../../src/system/calls.ts'
import type { Scene } from '../../src/witness.ts'

/** A scene on loopback for one witness, and what it has told there. */
export function makeScene(wishes: Partial<Scene> = {}): { scene: Scene; told: Fact[]; blind(): BlindFact[] } {
  const told: Fact[] = []
  const clock = startClock(realtime)
  clock.begin()
  const scene: Scene = {
    clock,
    family: 'IPv4',
    loopback: true,
    slot: 0,
    frames: false,
    folder: '',
    pidIn: { client: process.pid, router: process.pid, server: process.pid },
    inside: (_, command, args = []) => ({ command, args: [...args] }),
    endAt: () => 'server',
    tell: (fact) => void told.push(fact),
    pass: () => {},
    ended: () => undefined,
    ...wishes,
  }
  return { scene, told, blind: () => told.filter((fact) => fact.kind === 'blind') }
}

export async function until(came: () => boolean): Promise<void> {
  for (let tries = 0; !came() && tries < 400; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
}
