import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explainError } from '../../../cli/outcome/explain-error.ts'
import { writeToFile } from '../../../cli/transfer/write-pieces.ts'

async function* pieces() {
  yield await Promise.resolve('text')
}

test('a name may be as long as names can be, and one that is longer is told as it was asked for', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pieces-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const [longest, longer] = [252, 253].map((length) => join(directory, `${'a'.repeat(length)}.md`))
  await writeToFile(longest!, pieces(), false)
  expect(readFileSync(longest!, 'utf8')).toBe('text')
  for (const overwrites of [false, true]) {
    const error = await writeToFile(longer!, pieces(), overwrites).catch((error: unknown) => error)
    expect(explainError(error).message).toBe(`${longer}: that name is too long`)
  }
  expect(readdirSync(directory)).toHaveLength(1)
})

test('a file that cannot be written is named as it was asked for', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pieces-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'missing', 'x.md')
  const error = await writeToFile(file, pieces(), false).catch((error: unknown) => error)
  expect(error).toMatchObject({ path: file, message: expect.stringContaining(`'${file}'`) })
  expect(error).toMatchObject({ message: expect.not.stringContaining('.tmp') })
})
