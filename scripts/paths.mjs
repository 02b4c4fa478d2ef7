import path from 'node:path'

/** The checkout. */
export const root = path.dirname(import.meta.dirname)

/** Where the bundle goes; oclif finds the commands in `commands/` below it. */
export const dist = path.join(root, 'dist')
