import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeEvent, encodeEvent, type StoredEvent } from '../../core/log/codec.ts'
import { eventVersions } from '../../core/log/versions.ts'
import { evolve, initialState, plan, type State } from '../../core/machine/index.ts'
import { histories } from './histories.ts'

/** One line of a golden log: an entry as stores keep it. */
type Line = StoredEvent & { readonly seq: number; readonly at: number; readonly opId: string }

const directory = new URL('./logs/', import.meta.url)
const file = (name: string, kind: 'jsonl' | 'state.json') => new URL(`${name}.${kind}`, directory)

// Records what is new (GOLDEN_RECORD=1); a log that exists is never written again.
for (const [name, play] of Object.entries(histories)) {
  if (process.env['GOLDEN_RECORD'] !== '1' || existsSync(file(name, 'jsonl'))) continue
  const simulator = play()
  const lines = simulator.log.map(({ seq, at, opId, event }) =>
    JSON.stringify({ seq, at, opId, ...encodeEvent(event) }),
  )
  writeFileSync(file(name, 'jsonl'), `${lines.join('\n')}\n`)
  writeFileSync(file(name, 'state.json'), `${JSON.stringify(simulator.state, null, 2)}\n`)
}

const names = readdirSync(directory).flatMap((entry) => (entry.endsWith('.jsonl') ? [entry.slice(0, -6)] : []))

function read(name: string): readonly Line[] {
  const text = readFileSync(file(name, 'jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

function replay(lines: readonly Line[]): State {
  return lines.reduce((state, line) => evolve(state, decodeEvent(line), line.at), initialState)
}

test.each(names)('the golden log %s replays to its state, without a clock and without chance', (name) => {
  const { now } = Date
  const { random } = Math
  Date.now = Math.random = () => {
    throw new Error('impure')
  }
  try {
    const state = replay(read(name))
    plan(state)
    expect(state).toEqual(JSON.parse(readFileSync(file(name, 'state.json'), 'utf8')))
  } finally {
    Date.now = now
    Math.random = random
  }
})

test('every history has its log, and the logs together hold every kind of event', () => {
  expect(names).toEqual(expect.arrayContaining(Object.keys(histories)))
  const kinds = new Set(names.flatMap((name) => read(name).map(({ kind }) => kind)))
  expect([...kinds].sort()).toEqual(Object.keys(eventVersions).sort())
})

test('events stay thin: the median is at most 300 bytes', () => {
  const sizes = names.flatMap((name) => read(name).map((line) => JSON.stringify(line).length)).sort((a, b) => a - b)
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(300)
})
