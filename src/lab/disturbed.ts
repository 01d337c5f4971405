import { type BareStage, type Disturbance, type Lab, words } from '../lab.ts'
import type { Fault, Faults, Hold } from '../network/faults.ts'
import { withScenes } from './scenes.ts'

/** The play with what goes wrong in it; the play itself knows nothing of that. */
export function disturbed(play: Lab['play'], { disturb, after, faults }: Disturbance): Lab['play'] {
  if (!disturb && !faults) return play
  const moment = after?.(words).id
  return async (stage) => {
    const bare: BareStage = faults === 'none' ? { ...stage, router: idle } : stage
    if (moment === undefined) await disturb?.(stage)
    const under = moment === undefined ? bare : struckAfter(moment, bare, () => disturb?.(stage))
    await play(withScenes(under))
  }
}

/** A stage on which the disturbance strikes once, when a wait for the claim of this id is over. */
function struckAfter(moment: string, stage: BareStage, strike: () => Promise<unknown> | undefined): BareStage {
  let isOver = false
  return {
    ...stage,
    async until(claim, patience) {
      await stage.until(claim, patience)
      if (isOver || claim.id !== moment) return
      isOver = true
      await strike()
    },
  }
}

/** A fault that strikes nothing. */
export const never: Fault = { struck: async () => 0, heal: async () => {}, [Symbol.asyncDispose]: async () => {} }
const nothing: Hold = { ...never, release: async () => {} }

/** A router that lets everything pass, whatever it is asked. */
const idle: Faults = {
  lose: async () => never,
  hold: async () => nothing,
  duplicate: async () => never,
  narrow: async () => never,
  cut: async () => ({ ...never, mend: never.heal }),
  healAll: never.heal,
}
