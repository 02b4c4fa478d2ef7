import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeEvent, encodeEvent, type StoredEvent } from '../../core/log/codec.ts'
import { eventVersions } from '../../core/log/versions.ts'
import { evolve, initialState, plan, stateVersion, type State } from '../../core/machine/index.ts'
import { histories } from './histories.ts'

/** One line of a golden log: an entry as stores keep it. */
type Line = StoredEvent & { readonly seq: number; readonly at: number; readonly opId: string }

const directory = new URL('./logs/', import.meta.url)
const file = (name: string, kind: string) => new URL(`${name}.${kind}`, directory)

/** The states of a log as folded by the builds of each state version; the first one has no number. */
const stateFile = (name: string, version: number) => file(name, version === 1 ? 'state.json' : `state.v${version}.json`)

const isRecording = process.env['GOLDEN_RECORD'] === '1'

// Records what is new (GOLDEN_RECORD=1); a log or state that exists is never written again.
for (const [name, play] of Object.entries(histories)) {
  if (!isRecording || existsSync(file(name, 'jsonl'))) continue
  const simulator = play()
  const lines = simulator.log.map(({ seq, at, opId, event }) =>
    JSON.stringify({ seq, at, opId, ...encodeEvent(event) }),
  )
  writeFileSync(file(name, 'jsonl'), `${lines.join('\n')}\n`)
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

for (const name of isRecording ? names : []) {
  if (existsSync(stateFile(name, stateVersion))) continue
  writeFileSync(stateFile(name, stateVersion), `${JSON.stringify(replay(read(name)), null, 2)}\n`)
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
    expect(state).toEqual(JSON.parse(readFileSync(stateFile(name, stateVersion), 'utf8')))
  } finally {
    Date.now = now
    Math.random = random
  }
})

test.each(names)('what earlier builds knew of the golden log %s is still what it says', (name) => {
  const state = replay(read(name))
  for (let version = 1; version < stateVersion; version++) {
    if (existsSync(stateFile(name, version)))
      expect(state).toMatchObject(JSON.parse(readFileSync(stateFile(name, version), 'utf8')) as object)
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
