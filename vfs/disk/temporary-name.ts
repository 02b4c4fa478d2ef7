import { randomBytes } from 'node:crypto'

const pattern = /^\.lightspeed-[0-9a-f]{16}\.tmp$/

/** A name for a file on its way to another name in the same directory. */
export function temporaryName(): string {
  return `.lightspeed-${randomBytes(8).toString('hex')}.tmp`
}

/** Whether a name was made by `temporaryName`; such files belong to no tree. */
export function isTemporaryName(name: string): boolean {
  return pattern.test(name)
}
