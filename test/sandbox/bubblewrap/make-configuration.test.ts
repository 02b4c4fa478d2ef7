import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeConfiguration } from '../../../sandbox/bubblewrap/make-configuration.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-etc-'))
afterAll(() => rmSync(root, { recursive: true }))

test('holds copies, links, and places for what is bound, and nothing from before', () => {
  const etc = join(root, 'etc')
  mkdirSync(etc)
  writeFileSync(join(etc, 'stale'), '')
  makeConfiguration(etc, [
    { path: '/usr', how: { type: 'bind' } },
    { path: '/etc/passwd', how: { type: 'copy' } },
    { path: '/etc/localtime', how: { type: 'link', target: '/usr/share/zoneinfo/UTC' } },
    { path: '/etc/group', how: { type: 'bind' } },
    { path: '/etc/ssl', how: { type: 'bind' } },
  ])
  expect(readdirSync(etc).sort()).toEqual(['group', 'localtime', 'passwd', 'ssl'])
  expect(readFileSync(join(etc, 'passwd'))).toEqual(readFileSync('/etc/passwd'))
  expect(readlinkSync(join(etc, 'localtime'))).toBe('/usr/share/zoneinfo/UTC')
  expect(readFileSync(join(etc, 'group')).byteLength).toBe(0)
  expect(readdirSync(join(etc, 'ssl'))).toEqual([])
})
