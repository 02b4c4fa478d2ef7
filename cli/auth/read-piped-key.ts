import { UsageError } from '../errors.ts'
import { readAll, readUnlessIdle, stdinKind } from '../prompt/read-stdin.ts'

/** The key that is piped in; `waits` reads to the end of stdin however long it takes. `example`: how. @throws UsageError */
export async function readPipedKey(example: string, waits: boolean): Promise<string> {
  const kind = stdinKind()
  const piped = kind === 'none' ? '' : waits || kind === 'file' ? await readAll() : await readUnlessIdle()
  const key = (piped ?? '').trim()
  if (key !== '') return key
  throw new UsageError(`no key came on stdin; pipe it in: ${example}`)
}

/** How to log in without a terminal. */
export function pipeExample(provider: string): string {
  return `printf %s "$KEY" | lightspeed auth login ${provider} --with-key -`
}
