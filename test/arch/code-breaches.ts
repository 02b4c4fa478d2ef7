import type { Breach } from './breach.ts'

const pureFolders = ['core/machine', 'core/values', 'core/log']

const world = {
  process: { code: 'process.exit()', rule: `Cannot find name 'process'` },
  fetch: { code: `void fetch('x')`, rule: `Cannot find name 'fetch'` },
  timer: { code: 'setTimeout(() => {}, 1)', rule: `Cannot find name 'setTimeout'` },
  buffer: { code: `Buffer.from('')`, rule: `Cannot find name 'Buffer'` },
  console: { code: `console.log('x')`, rule: `Cannot find name 'console'` },
  files: { code: `import { readFileSync } from 'node:fs'\nreadFileSync('x')`, rule: `Cannot find name 'node:fs'` },
}

/** What the host has and the pure folders must not see: the compiler refuses each in each. */
export const worldBreaches: readonly Breach[] = pureFolders.flatMap((folder) =>
  Object.entries(world).map(([name, { code, rule }]) => ({ file: `${folder}/planted-world-${name}.ts`, code, rule })),
)

/** Time and chance belong to the language, so in the pure folders the linter takes them. */
const chanceBreaches: readonly Breach[] = pureFolders.flatMap((folder) => [
  { rule: 'no-restricted-globals', file: `${folder}/planted-clock.ts`, code: 'export const now = Date.now()' },
  { rule: 'no-restricted-globals', file: `${folder}/planted-date.ts`, code: 'export const now = new Date()' },
  {
    rule: 'no-restricted-properties',
    file: `${folder}/planted-chance.ts`,
    code: 'export const chance = Math.random()',
  },
])

/** What the linter stops everywhere. */
export const lintBreaches: readonly Breach[] = [
  ...chanceBreaches,
  { rule: '@typescript-eslint/no-explicit-any', file: 'vfs/planted-any.ts', code: 'export const x: any = 1' },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'sandbox/planted-floating.ts',
    code: 'export function start(work: () => Promise<void>): void {\n  work()\n}',
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    file: 'cli/planted-switch.ts',
    code: `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}`,
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    file: 'core/machine/planted-default.ts',
    code: `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1\n    default:\n      return 2\n  }\n}`,
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    file: 'core/ports/planted-import.ts',
    code: `import { BlobRef } from '../values/blob-ref.ts'\nexport type Planted = BlobRef`,
  },
  { rule: 'no-restricted-syntax', file: 'core/host/planted-default-export.ts', code: 'export default 1' },
  { rule: 'no-restricted-syntax', file: 'core/host/planted-star.ts', code: `export * from './host.ts'` },
  { rule: 'no-restricted-syntax', file: 'cli/commands/planted-enum.ts', code: 'export enum Planted {\n  A,\n}' },
  { rule: 'no-restricted-syntax', file: 'vfs/planted-manager.ts', code: 'export class TreeManager {}' },
  { rule: 'max-lines', file: 'core/store/planted-long.ts', code: 'export const x = [\n' + '  1,\n'.repeat(300) + ']' },
]
