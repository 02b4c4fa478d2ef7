import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readableBinds } from '../../../sandbox/bubblewrap/readable-binds.ts'

const root = mkdtempSync(join(tmpdir(), 'lightspeed-binds-'))
afterAll(() => rmSync(root, { recursive: true }))
mkdirSync(join(root, 'usr/bin'), { recursive: true })
mkdirSync(join(root, 'run'))
symlinkSync('usr/bin', join(root, 'bin'))
symlinkSync('run', join(root, 'etc'))

test('a link into another readable path stays a link, any other link shows what it leads to', () => {
  const paths = ['usr', 'bin', 'etc'].map((name) => join(root, name))
  expect(readableBinds(paths)).toEqual([
    { path: join(root, 'usr'), how: { type: 'bind' } },
    { path: join(root, 'bin'), how: { type: 'link', target: 'usr/bin' } },
    { path: join(root, 'etc'), how: { type: 'bind' } },
  ])
})

test('what is not there is left out', () => {
  expect(readableBinds([join(root, 'nix')])).toEqual([])
})

test('files of the configuration are copied, but for those that follow the network', () => {
  const how = (path: string) => readableBinds([path])[0]?.how.type
  expect(how('/etc/passwd')).toBe('copy')
  expect(how('/etc/resolv.conf') ?? 'bind').toBe('bind')
  expect(how('/etc')).toBe('bind')
})
