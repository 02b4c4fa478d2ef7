import type { Delta } from '../../core/ports/deltas.ts'
import type { OpId } from '../../core/values/ids.ts'
import type { Activity, Audience } from './audience.ts'

/** More than an answer that nobody was told of can matter for. */
const mostEarly = 10_000

/** What an answer streams before it lands. */
export class AnswerStream {
  /** The answer that is due; null between turns. */
  private due: OpId | null = null
  /** The attempt that streams, 0 before the first delta. */
  private attempt = 0
  /** Deltas travel faster than entries: those of an answer that has not been told to be due. */
  private early: Delta[] = []

  /** @param heard hears of each delta at what the model is; null when that has no name */
  constructor(
    private readonly audience: Pick<Audience, 'text' | 'thinking' | 'dropped'>,
    private readonly heard: (activity: Activity | null, at: number) => void,
  ) {}

  take(delta: Delta): void {
    if (delta.opId === this.due) this.stream(delta)
    else if (this.early.length < mostEarly) this.early.push(delta)
  }

  /** From now on this answer is due; null for none. */
  expect(answer: OpId | null): void {
    this.due = answer
    this.attempt = 0
    if (answer === null) return
    const early = this.early.filter(({ opId }) => opId === answer)
    this.early = []
    for (const delta of early) this.stream(delta)
  }

  /** What was streamed does not count. */
  drop(): void {
    if (this.attempt > 0) this.audience.dropped()
    this.attempt = 0
  }

  private stream({ attempt, n, part }: Delta): void {
    if (attempt < this.attempt) return
    // 0 once more: another process took over and asks anew.
    if (attempt > this.attempt || n === 0) this.drop()
    this.attempt = attempt
    const now = Date.now()
    const facts = { since: now, heardAt: now }
    if (part.type === 'call') return this.heard({ type: 'calling', ...facts, name: part.name }, now)
    if (part.type !== 'text' && part.type !== 'thinking') return this.heard(null, now)
    this.heard({ type: part.type === 'text' ? 'writing' : 'thinking', ...facts }, now)
    this.audience[part.type](part.text)
  }
}
