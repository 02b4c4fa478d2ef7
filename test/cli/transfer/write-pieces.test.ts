import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeToFile } from '../../../cli/transfer/write-pieces.ts'

async function* pieces() {
  yield await Promise.resolve('text')
}

test('a file that cannot be written is named as it was asked for', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pieces-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'missing', 'x.md')
  const error = await writeToFile(file, pieces(), false).catch((error: unknown) => error)
  expect(error).toMatchObject({ path: file, message: expect.stringContaining(`'${file}'`) })
  expect(error).toMatchObject({ message: expect.not.stringContaining('.tmp') })
})
