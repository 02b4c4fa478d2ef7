import { draftFromParts, draftParts, type Parts } from '../editor/parts.ts'
import type { Composer } from './composer.ts'

/** Drafts one below the other. */
export function joinParts(drafts: readonly Parts[]): Parts {
  return drafts.flatMap((parts, index) => (index === 0 ? parts : ['\n', ...parts]))
}

/** Puts what was taken away back into the input, in front of what is there. */
export function giveBack(composer: Pick<Composer, 'draft' | 'replace'>, parts: Parts): void {
  const own = draftParts(composer.draft)
  composer.replace(draftFromParts(own.length === 0 ? parts : joinParts([parts, own])))
}
