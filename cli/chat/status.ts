import type { State } from '../../core/machine/state.ts'
import type { Usage } from '../../core/values/model-facts.ts'
import { atLeast, formatCost, formatCount, plural } from '../render/quantities.ts'

/** What the status line is made of. */
export interface StatusFacts {
  /** `model:effort`, without its provider. */
  readonly model: string
  /** Of the model's window, 0 to 1; null when its size is not known. */
  readonly contextShare: number | null
  /** As billed last; null after a compaction, when only the next answer tells. */
  readonly contextTokens: number | null
  /** Of the whole session. */
  readonly usage: Usage | null
  /** Null when a price is not known. */
  readonly costMicroUsd: number | null
  /** Whether usage and cost are lower bounds. */
  readonly isLowerBound: boolean
  /** Files that differ from what was mounted or last applied. */
  readonly filesChanged: number
  readonly queued: number
  /** Others who are attached. */
  readonly others: number
  /** What the session's server is called; null on this machine. */
  readonly server: string | null
  /** What is odd about this session: unconfined commands, another process that drives. */
  readonly remarks: readonly string[]
}

/** A part of the status line; the ones that matter least go first when there is no room. */
export interface Segment {
  readonly text: string
  /** The same where room is scarce. */
  readonly short: string
  /** Higher stays longer; 0 is there only where all else is as it should be. */
  readonly weight: number
}

/** The parts of a status line in their order. */
export function statusSegments(facts: StatusFacts): readonly Segment[] {
  const { usage, isLowerBound, filesChanged, queued, others } = facts
  const isUsed = usage !== null && (usage.inputTokens > 0 || isLowerBound)
  const segments: (Segment | null)[] = [
    segment(facts.model, 6),
    facts.contextTokens === 0 ? null : contextSegment(facts),
    isUsed ? usageSegment(usage, isLowerBound) : null,
    isUsed ? segment(cost(facts.costMicroUsd, isLowerBound), 7) : null,
    filesChanged === 0 ? null : segment(`${plural(filesChanged, 'file')} to apply`, 9, `${filesChanged} unapplied`),
    queued === 0 ? null : segment(`${queued} queued`, 4),
    others === 0 ? null : segment(`${plural(others, 'other')} here`, 5, `+${others} here`),
    facts.server === null ? null : segment(`on ${facts.server}`, 0),
    ...facts.remarks.map((text) => segment(text, 10)),
  ]
  return segments.filter((part) => part !== null)
}

function segment(text: string, weight: number, short = text): Segment {
  return { text, short, weight }
}

function contextSegment({ contextShare: share, contextTokens }: StatusFacts): Segment {
  const known = contextTokens === null ? '?' : formatCount(contextTokens)
  const size = share === null || contextTokens === null ? known : `${Math.round(share * 100)}%`
  return segment(`context ${size}`, 8, `ctx ${size}`)
}

function usageSegment({ inputTokens, cachedInputTokens, outputTokens }: Usage, isLowerBound: boolean): Segment {
  const [input, output] = [inputTokens, outputTokens].map((count) => atLeast(isLowerBound) + formatCount(count))
  const cached = formatCount(cachedInputTokens)
  return segment(`${input} in (${cached} cached) ${output} out`, 3, `↑${input} (${cached}) ↓${output}`)
}

function cost(microUsd: number | null, isLowerBound: boolean): string {
  return formatCost(microUsd === null ? null : microUsd / 1_000_000, isLowerBound)
}

/**
 * The parts that fit into so many columns, in their order: all as they are, or else short ones, those that matter
 * most first. `widthOf` measures on a terminal.
 */
export function fitSegments(
  segments: readonly Segment[],
  columns: number,
  separator: string,
  widthOf: (text: string) => number,
): readonly string[] {
  const widthOfAll = (texts: readonly string[]): number => widthOf(texts.join(separator))
  const needed = segments.filter(({ weight }) => weight > 0)
  for (const some of [segments, needed]) {
    const whole = some.map(({ text }) => text)
    if (widthOfAll(whole) <= columns) return whole
  }
  const kept = new Set<Segment>()
  const shown = (): readonly string[] => needed.filter((part) => kept.has(part)).map(({ short }) => short)
  for (const part of [...needed].sort((a, b) => b.weight - a.weight)) {
    kept.add(part)
    if (kept.size > 1 && widthOfAll(shown()) > columns) kept.delete(part)
  }
  return shown()
}

/** The share of its window that a session's context fills; null when the window's size is not known. */
export function contextShare({ context, session }: Pick<State, 'context' | 'session'>): number | null {
  const window = session?.windowTokens ?? null
  return window === null ? null : Math.min(1, context.tokens / window)
}

/** Tokens in the window as billed last; null while a compaction has made them another number. */
export function contextTokens({ tokens, compactions }: State['context']): number | null {
  return tokens === 0 && compactions > 0 ? null : tokens
}
