import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { SandboxStatus } from '../../../sandbox/backend.ts'
import { rememberSandbox, remembersSandbox } from '../../../cli/session/remember-sandbox.ts'

let file = ''
let program = ''
beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  file = join(directory, 'cache', 'sandbox.json')
  program = join(directory, 'bwrap')
  writeFileSync(program, '')
})
const status = (isUsable: boolean): SandboxStatus => ({
  backend: 'bubblewrap',
  isUsable,
  program: { path: program, version: '1' },
  enforcement: 'full',
  enforced: [],
  notEnforced: [],
  how: null,
})

test('a sandbox that worked is believed until its program changes or goes', () => {
  expect(remembersSandbox(file)).toBe(false)
  rememberSandbox(file, status(true))
  expect(remembersSandbox(file)).toBe(true)
  utimesSync(program, 1, 1)
  expect(remembersSandbox(file)).toBe(false)
  rememberSandbox(file, status(true))
  rmSync(program)
  expect(remembersSandbox(file)).toBe(false)
})

test('one that did not work is asked again, and a torn memory is none', () => {
  rememberSandbox(file, status(false))
  expect(() => readFileSync(file)).toThrow()
  rememberSandbox(file, status(true))
  writeFileSync(file, '{"program"')
  expect(remembersSandbox(file)).toBe(false)
})

test('a cache that cannot be written costs nothing but time', () => {
  chmodSync(program, 0o400)
  expect(() => rememberSandbox(join(program, 'below', 'a-file'), status(true))).not.toThrow()
})
