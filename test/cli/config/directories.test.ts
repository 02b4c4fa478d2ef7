import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { directories, makePrivate } from '../../../cli/config/directories.ts'

test('LIGHTSPEED_HOME holds everything, whatever the XDG variables say', () => {
  expect(directories({ LIGHTSPEED_HOME: '/own', XDG_DATA_HOME: '/x', HOME: '/home/me' })).toEqual({
    data: '/own/data',
    config: '/own/config',
    cache: '/own/cache',
    run: ['/own/data/run'],
  })
})

test('the XDG variables count when they are absolute, otherwise the usual places in HOME', () => {
  const env = {
    HOME: '/home/me',
    XDG_DATA_HOME: '/x/data',
    XDG_CONFIG_HOME: 'relative',
    XDG_CACHE_HOME: '',
    XDG_RUNTIME_DIR: '/run/me',
  }
  expect(directories(env)).toEqual({
    data: '/x/data/lightspeed',
    config: '/home/me/.config/lightspeed',
    cache: '/home/me/.cache/lightspeed',
    run: ['/run/me/lightspeed', '/x/data/lightspeed/run'],
  })
})

test('a private directory lets nobody else in, and one that cannot be made says what to do', () => {
  const root = mkdtempSync(join(tmpdir(), 'dirs-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  makePrivate(join(root, 'a', 'b'))
  expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700)
  writeFileSync(join(root, 'file'), '')
  expect(() => makePrivate(join(root, 'file', 'c'))).toThrow(/set LIGHTSPEED_HOME to a directory that can be written/)
})
