import { describe, expect, it } from 'vitest'
import { addressOf, endpoint, portOf } from '../../src/tcp.ts'
import { readEndpoint } from '../../src/witness/ss.ts'

describe('an endpoint', () => {
  it.each([
    ['198.18.0.1', '198.18.0.1:8080'],
    ['fd00::1', '[fd00::1]:8080'],
    // As text has it, and as sixteen bytes are written.
    ['::ffff:198.18.0.1', '198.18.0.1:8080'],
    ['::ffff:c612:1', '198.18.0.1:8080'],
    ['::FFFF:198.18.0.1', '198.18.0.1:8080'],
    ['0.0.0.0', '*:8080'],
    ['::', '*:8080'],
    ['*', '*:8080'],
    ['::ffff:0.0.0.0', '*:8080'],
    ['::ffff:0:0', '*:8080'],
    // Not mapped: ordinary addresses that look alike.
    ['fd00::ffff:c612:1', '[fd00::ffff:c612:1]:8080'],
    ['::1', '[::1]:8080'],
  ])('at %s is %s', (address, spelled) => expect(endpoint(address, 8080)).toBe(spelled))

  it.each(['0.0.0.0:8080', '*:8080', '[::]:8080', ':::8080', '[::ffff:0.0.0.0]:8080'])(
    'that a command prints as %s is on every address',
    (text) => expect(readEndpoint(text)).toBe('*:8080'),
  )

  it.each(['198.18.0.1:8080', '[::ffff:198.18.0.1]:8080', '::ffff:198.18.0.1:8080'])(
    "that a command prints as %s is IPv4's",
    (text) => expect(readEndpoint(text)).toBe('198.18.0.1:8080'),
  )

  it('gives back its address and port', () => {
    for (const address of ['198.18.0.1', 'fd00::1', '*']) {
      expect(addressOf(endpoint(address, 5))).toBe(address)
      expect(portOf(endpoint(address, 5))).toBe(5)
    }
  })
})
