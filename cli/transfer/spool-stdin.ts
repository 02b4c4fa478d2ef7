import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Keeps stdin in a file for as long as the work takes: it is read more than once. */
export async function withStdinAsFile<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'lightspeed-import-'))
  try {
    const file = join(directory, 'stdin.jsonl')
    await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }))
    return await work(file)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
