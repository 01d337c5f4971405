import { labNames } from '../../src/catalogue/names.ts'
import { loadLab } from '../../src/catalogue.ts'
import type { Change, Lab, Twin } from '../../src/lab.ts'
import { type Milliseconds, s } from '../../src/tcp.ts'

/** One run that the tests want, besides those of `lab all`. */
export interface Play {
  readonly lab: string
  readonly variant?: string
  readonly twin?: string
  readonly family: 'IPv4' | 'IPv6'
  readonly takes: Milliseconds
}

/** Those in which the family could matter: other addresses, headers, neighbours, reports, and the sizes that follow from them. */
const familiar = [
  'accept-queue', 'arp', 'bounds', 'close-wait', 'closing', 'dns-then-http', 'encapsulation', 'handshake', 'icmp', 'routing',
  'segmentation', 'syn-flood', 'udp-and-tcp',
] // biome-ignore format: a list

/** `npm run test:all`, as it runs by night, plays every lab and variant over IPv6. */
const isNightly = process.env.TCP_LABS_TEST === 'all'

/** By which its record is found. */
export const nameOf = ({ lab, variant, twin, family }: Omit<Play, 'takes'>): string =>
  [lab, ...(variant === undefined ? [] : [variant]), ...(twin === undefined ? [] : ['twin', twin]), family].join(' ')

export const labs = await Promise.all(labNames().map(async (name) => ({ name, definition: await loadLab(name) })))

/** What `lab all` plays. */
export const overIPv4 = labs.flatMap(({ name, definition }) =>
  [undefined, ...Object.keys(definition.variants ?? {})].map((variant) => ({
    lab: name,
    ...(variant === undefined ? {} : { variant }),
    family: 'IPv4' as const,
  })),
)

/** A twin that only claims something else is judged by the lab's own record: it would be played just as the lab is. */
export const isPlayed = (twin: Twin): boolean => Object.keys(twin).some((field) => !notPlayed.includes(field))
const notPlayed: readonly string[] = ['title', 'takes', 'claims', 'breaks'] satisfies Array<keyof Twin>

const takesOf = (lab: Lab, change: Change = { title: '' }): Milliseconds =>
  change.takes ?? (change.play ? s(1) : (lab.takes ?? s(1)))

/** The longest first. */
export const plays: readonly Play[] = labs
  .flatMap(({ name: lab, definition }): Play[] => [
    ...Object.entries(definition.twins)
      .filter(([, change]) => isPlayed(change))
      .map(([twin, change]) => ({ lab, twin, family: 'IPv4' as const, takes: takesOf(definition, change) })),
    ...(definition.network?.family === undefined && (isNightly || familiar.includes(lab))
      ? [{ lab, family: 'IPv6' as const, takes: takesOf(definition) }]
      : []),
    ...(isNightly
      ? Object.entries(definition.variants ?? {}).map(([variant, change]) => ({
          lab,
          variant,
          family: 'IPv6' as const,
          takes: takesOf(definition, change),
        }))
      : []),
  ])
  .toSorted((a, b) => b.takes - a.takes)
