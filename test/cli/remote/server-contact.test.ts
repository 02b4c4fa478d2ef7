import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ServerContact } from '../../../cli/remote/server-contact.ts'
import type { SessionId } from '../../../core/values/ids.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openContact(wallClockMs: number | null = null) {
  const said: string[] = []
  const asked = new AbortController()
  let isTold = false
  let changed: (isHere: boolean) => void = () => undefined
  let isLinked = true
  const contact = new ServerContact({
    session: 's' as SessionId,
    link: (_session, told) => {
      changed = told
      return () => void (isLinked = false)
    },
    ...{ wallClockMs, asked: asked.signal, isTold: () => isTold, say: (words) => said.push(words) },
  })
  return {
    contact,
    said,
    goes: () => changed(false),
    comes: () => changed(true),
    ask: () => asked.abort(),
    tell: () => void (isTold = true),
    isLinked: () => isLinked,
  }
}

const away = 'no connection to the server, trying again'
const stop = expect.stringContaining('is told to stop the run as soon as it answers')

test('that the server is away is said, and that it is back', () => {
  const { contact, said, goes, comes, isLinked } = openContact()
  expect(contact.isHere).toBe(true)
  goes()
  expect(contact.isHere).toBe(false)
  comes()
  expect(said).toEqual([away, 'the server is back'])
  vi.advanceTimersByTime(1e9)
  expect(contact.timeUp.aborted).toBe(false)
  contact.close()
  expect(isLinked()).toBe(false)
})

test('whatever comes from the server says that it is back, once', () => {
  const { contact, said, goes, comes } = openContact()
  contact.heard()
  goes()
  contact.heard()
  comes()
  contact.heard()
  expect(said).toEqual([away, 'the server is back'])
})

test('a stop that a server which is away does not know is said to wait for it', () => {
  const early = openContact()
  early.ask()
  expect(early.said).toEqual([])
  early.goes()
  expect(early.said).toEqual([away, stop])
  const late = openContact()
  late.goes()
  late.ask()
  expect(late.said).toEqual([away, stop])
  const told = openContact()
  told.ask()
  told.tell()
  told.goes()
  expect(told.said).toEqual([away])
})

test('the time of a run ends the wait where the server has been away for long, and only there', () => {
  const { contact, goes, comes } = openContact(60_000)
  goes()
  vi.advanceTimersByTime(59_999)
  expect(contact.timeUp.aborted).toBe(false)
  comes()
  vi.advanceTimersByTime(600_000)
  expect(contact.timeUp.aborted).toBe(false)
  goes()
  vi.advanceTimersByTime(9_999)
  expect(contact.timeUp.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(contact.timeUp.aborted).toBe(true)
})

test('that no worker has taken it is said once, and not while nobody can know', () => {
  const { contact, said, goes, comes } = openContact()
  goes()
  contact.untaken()
  comes()
  contact.untaken()
  contact.untaken()
  expect(said).toEqual([away, 'the server is back', expect.stringContaining('no worker has taken the session yet')])
})

test('a time that no timer can wait for ends nothing', () => {
  const { contact, goes } = openContact(1e11)
  goes()
  vi.advanceTimersByTime(1_000)
  expect(contact.timeUp.aborted).toBe(false)
})
