import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Something that commands wait at, until it is opened. */
export interface Door {
  /** A command line that ends when the door is open. */
  readonly wait: string
  /** Where it stands; files of the suite have room there. */
  readonly directory: string
  open(): void
  shut(): void
}

/** A door for the commands of a suite that run unconfined. */
export function openDoor(): Door {
  const directory = mkdtempSync(join(tmpdir(), 'door-'))
  const file = join(directory, 'open')
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return {
    directory,
    wait: `until [ -e ${file} ]; do sleep 0.02; done`,
    open: () => writeFileSync(file, ''),
    shut: () => rmSync(file, { force: true }),
  }
}
