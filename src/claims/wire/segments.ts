import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'

/**
 * The end cuts what its program wrote in one piece into segments of the most that the other end's MSS allows, save the last;
 * none is longer, and each begins where the one before ended (RFC 9293 section 3.7.1). Options take their room from the MSS.
 */
export function segments(number: number, end: End, bytes: number, special?: number): Claim {
  return makeClaim({
    states: {
      verb: 'segments',
      of: { connection: number },
      end,
      bytes,
      ...(special === undefined ? {} : { mss: special }),
    },
    needs: ['wire'],
    judge(evidence) {
      const mss = special ?? ethernet - headers[evidence.setting.family]
      const own = transitsOf(evidence).filter(({ connection }) => connection.number === number)
      const announced = own.find(({ speaker, segment }) => speaker !== end && segment.flags.includes('S'))?.segment
        .options.mss
      if (announced !== mss)
        return lacks(
          { kind: 'announced MSS', mss },
          announced === undefined ? 'none' : { kind: 'numbers', numbers: [announced] },
        )
      const data = own.filter(
        ({ speaker, segment, repeats }) => speaker === end && segment.length > 0 && repeats === undefined,
      )
      const room = mss - optionsOf(data)
      const lengths = data.map(({ segment }) => segment.length)
      const full = Math.ceil(bytes / room)
      const wanted = Array.from({ length: full }, (_, index) => Math.min(room, bytes - index * room))
      const gap = data.find(({ relative }, index) => index > 0 && relative.seq !== nextNumber(data[index - 1]))
      const because = data.map(({ sent }) => sent).slice(0, 4)
      if (gap) return fails('each after the one before', { kind: 'gap before', number: gap.relative.seq }, [gap.sent])
      return lengths.join() === wanted.join()
        ? holds(because, { kind: 'cut', segments: full, room, last: wanted.at(-1) ?? 0 })
        : fails({ kind: 'numbers', numbers: wanted }, { kind: 'numbers', numbers: lengths }, because)
    },
  })
}

/** An Ethernet frame carries so many bytes; the headers of IP and TCP, without options, take these of them. */
const ethernet = 1500
const headers = { IPv4: 20 + 20, IPv6: 40 + 20 }

/** Timestamps take twelve bytes of every segment, two of them to fill up a word. */
const optionsOf = ([first]: readonly Transit[]): number => (first?.segment.options.timestamp ? 12 : 0)
const nextNumber = (transit: Transit | undefined): number =>
  transit ? transit.relative.seq + transit.relative.length : 1
