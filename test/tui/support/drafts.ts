import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from '../../support/cli.ts'

/** The drafts of a desk as they are stored. */
export function draftsOf({ home }: Pick<Desk, 'home'>): readonly string[] {
  const directory = join(home, 'data', 'drafts')
  const names = existsSync(directory) ? readdirSync(directory) : []
  return names.filter((name) => name.endsWith('.json')).flatMap((name) => contentOf(join(directory, name)))
}

/** A chat may have taken it away meanwhile. */
function contentOf(file: string): readonly string[] {
  try {
    return [readFileSync(file, 'utf8')]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
