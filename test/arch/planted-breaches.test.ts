import { createRequire } from 'node:module'
import type { ESLint } from 'eslint'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Breach } from './breach.ts'
import { lintBreaches, worldBreaches } from './code-breaches.ts'
import { CopyOfTheHouse } from './copy-of-the-house.ts'
import { importBreaches, importTargets } from './import-breaches.ts'

let house: CopyOfTheHouse

beforeEach(async () => {
  house = await CopyOfTheHouse.make()
})
afterEach(() => house.remove())

test('every import rule has a planted breach, and depcruise names the rule for each', async () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: Named[] }
  expect(sorted(importBreaches.map(({ rule }) => rule))).toEqual(sorted(forbidden.map(({ name }) => name)))

  for (const [file, code] of Object.entries(importTargets)) await house.write(file, code)
  await plant(importBreaches)
  const { exitCode, stdout } = await house.run('depcruise', ['--config', '.dependency-cruiser.cjs', '.'])

  expectCaught(
    importBreaches,
    [...stdout.matchAll(/error ([\w-]+): (\S+) /g)].map(([, rule = '', file = '']) => ({ file, words: rule })),
  )
  expect(exitCode).toBeGreaterThan(0)
})

test('what the host has does not compile in machine, values and log', async () => {
  await plant(worldBreaches)
  const { exitCode, stdout } = await house.run('tsc', ['--pretty', 'false', '-p', 'core/machine/tsconfig.json'])

  expectCaught(
    worldBreaches,
    stdout.split('\n').map((line) => ({ file: line.replace(/\(.*/, ''), words: line })),
  )
  expect(exitCode).toBeGreaterThan(0)
})

test('the linter stops time, chance and the habits we do not want', async () => {
  await plant(lintBreaches)
  const { exitCode, stdout } = await house.run('eslint', ['--format', 'json', ...lintBreaches.map(({ file }) => file)])
  const results = JSON.parse(stdout) as ESLint.LintResult[]

  expectCaught(
    lintBreaches,
    results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => ({ file: house.relative(filePath), words: ruleId ?? '' })),
    ),
  )
  expect(exitCode).toBeGreaterThan(0)
})

interface Named {
  readonly name: string
}

/** One complaint of a tool. */
interface Complaint {
  readonly file: string
  readonly words: string
}

async function plant(breaches: readonly Breach[]): Promise<void> {
  for (const { file, code } of breaches) await house.write(file, code)
}

/** Prints the list, and fails with the breaches that nothing complained about. */
function expectCaught(breaches: readonly Breach[], complaints: readonly Complaint[]): void {
  const caught = ({ file, rule }: Breach): boolean =>
    complaints.some((complaint) => complaint.file === file && complaint.words.includes(rule))
  console.log(
    breaches.map((breach) => `${caught(breach) ? 'caught' : 'MISSED'}  ${breach.rule}  ${breach.file}`).join('\n'),
  )
  expect(breaches.filter((breach) => !caught(breach))).toEqual([])
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}
