import { describe, expect, it } from 'vitest'
import { words } from '../../src/lab.ts'
import { recorded } from '../fixtures.ts'
import { judged } from '../records.ts'

const record = recorded('close-wait')
const [right, wrong] = [words.server.reaches('CLOSE-WAIT'), words.server.reaches('LAST-ACK')]

describe('where', () => {
  it('asks for the claim where the condition holds', () => {
    expect(judged(words.where(right, right), record)).toBe('holds')
    expect(judged(words.where(right, wrong), record)).toBe('fails')
  })

  it('asks nothing where it does not, and settles nothing there', () => {
    expect(judged(words.where(wrong, wrong), record)).toBe(undefined)
    expect(words.where(wrong, wrong).settling('O1').applies(record)).toBe(false)
  })

  it('is the claim itself, with its name and what it settles', () => {
    const claim = words.where(right, wrong.settling('O1'))
    expect([claim.id, claim.settles]).toEqual([wrong.id, ['O1']])
  })
})
