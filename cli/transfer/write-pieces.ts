import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { UsageError } from '../errors.ts'

/** Writes pieces to stdout no faster than they are read. */
export async function writeToStdout(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

/** Writes pieces to a file that only its owner can read: all of them, or none. @throws UsageError when it exists */
export async function writeToFile(file: string, pieces: AsyncIterable<string>, overwrites: boolean): Promise<void> {
  const wanted = resolve(file)
  if (!overwrites && existsSync(wanted)) throw exists(file)
  // Of its own name, not of the one asked for: that may be as long as names can be.
  const temporary = join(dirname(wanted), `.lightspeed-${randomBytes(6).toString('hex')}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      for await (const piece of pieces) await handle.writeFile(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (overwrites) await rename(temporary, wanted)
    else await placeNew(temporary, wanted, file)
  } catch (error) {
    throw withName(error, temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** A link never takes the place of a file that came meanwhile. */
async function placeNew(temporary: string, wanted: string, file: string): Promise<void> {
  try {
    await link(temporary, wanted)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw exists(file)
    // Some file systems have no links.
    await rename(temporary, wanted)
  }
}

/** The error of a file as one of the file that was asked for. */
function withName(error: unknown, temporary: string, file: string): unknown {
  if (!(error instanceof Error) || !('path' in error) || error.path !== temporary) return error
  return Object.assign(error, { path: file, message: error.message.replaceAll(temporary, file) })
}

function exists(file: string): UsageError {
  return new UsageError(`${file} exists; --force overwrites it`)
}
