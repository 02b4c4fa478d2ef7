import { draftFromParts, draftParts, type Parts } from '../editor/parts.ts'
import type { Composer } from './composer.ts'

/** Puts what was taken away back into the input, in front of what is there. */
export function giveBack(composer: Pick<Composer, 'draft' | 'replace'>, parts: Parts): void {
  const own = draftParts(composer.draft)
  composer.replace(draftFromParts(own.length === 0 ? parts : [...parts, '\n', ...own]))
}
