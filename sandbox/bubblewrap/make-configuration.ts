import { copyFileSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isWithin } from '../policy/is-within.ts'
import type { ReadableBind } from './readable-binds.ts'

/** A file beside the configuration that no command may read: it covers others. */
export function unreadablePath(configuration: string): string {
  return `${configuration}-unreadable`
}

/** Makes a directory that is `/etc` inside: copies, links, and for what is bound into it the place to do so. */
export function makeConfiguration(directory: string, readable: readonly ReadableBind[]): void {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  rmSync(unreadablePath(directory), { force: true })
  writeFileSync(unreadablePath(directory), '', { mode: 0 })
  for (const { path, how } of readable) {
    if (!isWithin(path, '/etc')) continue
    const own = join(directory, path.slice('/etc'.length))
    mkdirSync(dirname(own), { recursive: true })
    if (how.type === 'copy') copyFileSync(path, own)
    else if (how.type === 'link') symlinkSync(how.target, own)
    else if (statSync(path).isDirectory()) mkdirSync(own, { recursive: true })
    else writeFileSync(own, '')
  }
}
