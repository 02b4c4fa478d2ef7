import type { State } from '../../core/machine/state.ts'
import type { Usage } from '../../core/values/model-facts.ts'
import { formatCost, formatCount, plural } from '../render/quantities.ts'

/** What the status line is made of. */
export interface StatusFacts {
  /** `model:effort`, without its provider. */
  readonly model: string
  /** Of the model's window, 0 to 1; null when its size is not known. */
  readonly contextShare: number | null
  readonly contextTokens: number
  /** Of the whole session. */
  readonly usage: Usage | null
  /** Null when a price is not known. */
  readonly costMicroUsd: number | null
  /** Files that differ from what was mounted or last applied. */
  readonly filesChanged: number
  readonly queued: number
  /** Others who are attached. */
  readonly others: number
  /** What is odd about this session: unconfined commands, another process that drives. */
  readonly remarks: readonly string[]
}

/** A part of the status line; the ones that matter least go first when there is no room. */
export interface Segment {
  readonly text: string
  /** Higher stays longer. */
  readonly weight: number
}

/** The parts of a status line in their order. */
export function statusSegments(facts: StatusFacts): readonly Segment[] {
  const { usage } = facts
  const share = facts.contextShare === null ? null : Math.round(facts.contextShare * 100)
  const segments: (Segment | null)[] = [
    { text: facts.model, weight: 6 },
    facts.contextTokens === 0
      ? null
      : { text: share === null ? `context ${formatCount(facts.contextTokens)}` : `context ${share}%`, weight: 9 },
    usage === null || usage.inputTokens === 0
      ? null
      : {
          text: `${formatCount(usage.inputTokens)} in (${formatCount(usage.cachedInputTokens)} cached) ${formatCount(usage.outputTokens)} out`,
          weight: 3,
        },
    usage === null || usage.inputTokens === 0 ? null : { text: cost(facts.costMicroUsd), weight: 5 },
    facts.filesChanged === 0 ? null : { text: `${plural(facts.filesChanged, 'file')} to apply`, weight: 8 },
    facts.queued === 0 ? null : { text: `${facts.queued} queued`, weight: 7 },
    facts.others === 0 ? null : { text: `${plural(facts.others, 'other')} here`, weight: 4 },
    ...facts.remarks.map((text) => ({ text, weight: 10 })),
  ]
  return segments.filter((segment) => segment !== null)
}

function cost(microUsd: number | null): string {
  return microUsd === null ? 'cost unknown' : formatCost(microUsd / 1_000_000)
}

/** As many of the parts as fit into so many columns, in their order. `widthOf` measures on a terminal. */
export function fitSegments(
  segments: readonly Segment[],
  columns: number,
  separator: string,
  widthOf: (text: string) => number,
): readonly string[] {
  const kept = [...segments]
  const width = (): number =>
    kept.reduce((sum, { text }) => sum + widthOf(text), 0) + Math.max(0, kept.length - 1) * widthOf(separator)
  while (kept.length > 1 && width() > columns) {
    const least = kept.reduce(
      (lowest, segment, index) => (segment.weight < (kept[lowest]?.weight ?? 0) ? index : lowest),
      0,
    )
    kept.splice(least, 1)
  }
  return kept.map(({ text }) => text)
}

/** The share of its window that a session's context fills; null when the window's size is not known. */
export function contextShare({ context, session }: Pick<State, 'context' | 'session'>): number | null {
  const window = session?.windowTokens ?? null
  return window === null ? null : Math.min(1, context.tokens / window)
}
