import { expect, test } from 'vitest'
import { decodeEvent, encodeEvent } from '../../../core/log/codec.ts'
import type { Event } from '../../../core/machine/index.ts'

const renamed: Event = { kind: 'session.renamed', name: 'été 🚀' }

test('an event survives its stored form', () => {
  expect(decodeEvent(encodeEvent(renamed))).toEqual(renamed)
})

test('the kind is stored beside the payload, not in it', () => {
  expect(encodeEvent(renamed)).toEqual({ kind: 'session.renamed', version: 1, payload: '{"name":"été 🚀"}' })
})

test.each([
  ['a kind of a newer build', { kind: 'session.dreamt', version: 1, payload: '{}' }, 'unknown-event'],
  ['a version of a newer build', { kind: 'session.renamed', version: 2, payload: '{}' }, 'unknown-event'],
  ['a version that no upcaster leads from', { kind: 'session.renamed', version: 0, payload: '{}' }, 'unknown-event'],
  ['a kind that is a property of every object', { kind: 'toString', version: 1, payload: '{}' }, 'unknown-event'],
  ['bytes that are not JSON', { kind: 'session.renamed', version: 1, payload: '{' }, 'corrupt-event'],
  ['JSON that is no object', { kind: 'session.renamed', version: 1, payload: '[]' }, 'corrupt-event'],
])('%s is an error, never skipped', (_, stored, code) => {
  expect(() => decodeEvent(stored)).toThrow(expect.objectContaining({ code }))
})

test('an old payload is brought up version by version', () => {
  const stored = { kind: 'session.renamed', version: 0, payload: '{"title":"a"}' }
  const steps = { 'session.renamed@0': ({ title }: Record<string, unknown>) => ({ name: title }) }
  expect(decodeEvent(stored, steps)).toEqual({ kind: 'session.renamed', name: 'a' })
})
