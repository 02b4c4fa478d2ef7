import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import { evolve } from '../../core/machine/index.ts'
import { modelOpId, shellOpId } from '../../core/machine/op-ids.ts'
import type { State } from '../../core/machine/state.ts'
import type { TurnGenerated } from '../../core/machine/turn/events.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { CommandId, RunId } from '../../core/values/ids.ts'
import { AnswerStream } from './answer-stream.ts'
import type { Activity, Audience } from './audience.ts'
import { note } from './block.ts'
import { firstWords } from './first-words.ts'
import { eventNote } from '../outcome/event-note.ts'
import { RunWatch } from '../outcome/run-watch.ts'
import { CallWatch, type CallOutput, type TreeDiff } from './call-watch.ts'
import type { Texts } from './texts.ts'

/** The status line says the model, the end of a run why it failed. */
const shownOtherwise: ReadonlySet<Event['kind']> = new Set(['session.created', 'turn.failed'])

/** Below steering that is in the conversation from the end of its run on. */
const unseen = 'the run ended before the model saw that; it goes with the next prompt'

/**
 * A session as it is told to whoever watches: entries of the log become blocks, deltas what is under way.
 * Everything durable comes from the log; nothing here has to survive.
 */
export class Conversation {
  /** Folded up to the last entry that was told. */
  state: State
  /** What the session is doing; derived from what was told. */
  activity: Activity = { type: 'idle' }
  /** Of the commands that became entries: what waits of them is in the state. */
  private readonly decided = new Set<CommandId>()
  private readonly runs = new RunWatch()
  private readonly calls: CallWatch
  private readonly answer: AnswerStream

  constructor(
    state: State,
    private readonly texts: Texts,
    diff: TreeDiff,
    private readonly audience: Audience,
  ) {
    this.state = state
    this.calls = new CallWatch(texts, diff)
    this.calls.mountedAll(state.workspace.mounts)
    this.answer = new AnswerStream(audience, (activity, at) => this.heard(activity, at))
  }

  /** The newest call that is over. */
  get lastOutput(): CallOutput | null {
    return this.calls.last
  }

  /** Tells entries of before the state was read: they are in it already. */
  async recall(entries: readonly StoredEntry[]): Promise<void> {
    this.calls.forgetHeads()
    this.runs.active = activeBefore(entries, this.state)
    for (const entry of entries) await this.tell(entry)
    this.calls.mountedAll(this.state.workspace.mounts)
    this.audience.changed()
  }

  /** Whether the state has what came of a command. */
  holds(command: CommandId): boolean {
    return this.decided.has(command)
  }

  /** Tells an entry and folds it into the state. */
  async entry(entry: StoredEntry): Promise<void> {
    this.state = evolve(this.state, entry.event, entry.at)
    if ('commandId' in entry.event) this.decided.add(entry.event.commandId)
    await this.tell(entry)
    this.audience.changed()
  }

  delta(delta: Delta): void {
    if (delta.part.type === 'output') return this.audience.callOutput(delta.opId, delta.part.text)
    this.answer.take(delta)
  }

  private async tell(entry: StoredEntry): Promise<void> {
    const { event, at } = entry
    const { audience, calls, runs } = this
    runs.watch(entry)
    const said = shownOtherwise.has(event.kind) ? null : eventNote(event, await this.waited(event))
    if (said !== null) audience.block(note(said.text, said.tone))
    switch (event.kind) {
      case 'run.started': {
        const input = runs.inputOf(event.runId)
        if (input !== null) audience.block({ type: 'prompt', how: 'run', text: await this.texts.said(input) })
        return this.doing({ type: 'waiting', since: at })
      }
      case 'turn.started':
        await this.admitSteering()
        this.doing({ type: 'waiting', since: at })
        return this.answer.expect(runs.active === null ? null : modelOpId(runs.active, event.turnId))
      case 'turn.generated':
        return this.land(event)
      case 'turn.retried':
        this.answer.drop()
        return this.doing({ type: 'retrying', since: at, until: at + event.delayMs, reason: event.message })
      case 'turn.failed':
      case 'turn.cancelled':
        this.answer.drop()
        return this.answer.expect(null)
      case 'tool.started':
        return audience.callStarted(event.call, calls.titleOf(event.call), at)
      case 'tool.lost':
        return audience.callEnded(event.call)
      case 'tool.finished':
        audience.callEnded(event.call)
        return audience.block(await calls.finished(event))
      case 'shell.requested':
        return calls.asked(event)
      case 'shell.started':
        return audience.callStarted(shellOpId(event.shellId), calls.titleOf(shellOpId(event.shellId)), at)
      case 'shell.lost':
        return audience.callEnded(shellOpId(event.shellId))
      case 'shell.finished':
        audience.callEnded(shellOpId(event.shellId))
        return audience.block(await calls.finishedShell(event))
      case 'workspace.mounted':
        return calls.mounted(event)
      case 'workspace.advanced':
        return calls.advanced(event)
      case 'context.compacting':
        return this.doing({ type: 'compacting', since: at })
      case 'context.compacted':
      case 'context.kept':
      case 'context.withdrawn':
        return this.doing(runs.active === null ? { type: 'idle' } : { type: 'waiting', since: at })
      case 'run.cancelling':
        return this.doing({ type: 'stopping', since: at })
      case 'run.finished':
        if (await this.admitSteering()) audience.block(note(unseen))
        audience.block({ type: 'end', outcome: event.outcome, tally: runs.ended })
        return this.doing({ type: 'idle' })
      default:
        return
    }
  }

  /** Steering waits for a turn boundary; only then has the model heard it. Says whether there was any. */
  private async admitSteering(): Promise<boolean> {
    const refs = this.runs.takeSteering()
    for (const ref of refs) this.audience.block({ type: 'prompt', how: 'steer', text: await this.texts.said(ref) })
    return refs.length > 0
  }

  /** What an event takes back, by its first words. */
  private async waited(event: Event): Promise<string | null> {
    if (event.kind === 'shell.withdrawn') return firstWords(this.calls.titleOf(shellOpId(event.shellId)))
    const { takenBack } = this.runs
    return takenBack === null ? null : firstWords(await this.texts.said(takenBack))
  }

  private async land(event: TurnGenerated): Promise<void> {
    const reasoning = event.items.filter(({ kind }) => kind === 'reasoning')
    const views = await Promise.all(reasoning.map(({ ref }) => this.texts.views(ref)))
    const thinking = views.flat().flatMap((view) => (view.type === 'thinking' ? view.text : []))
    const text = event.textRef === null ? null : await this.texts.text(event.textRef)
    this.answer.expect(null)
    this.audience.landed(text, thinking.join('\n\n'))
    if (this.runs.active !== null) await this.calls.requested(this.runs.active, event)
  }

  private heard(activity: Activity | null, at: number): void {
    if (activity !== null) this.doing(activity)
    if ('heardAt' in this.activity) this.activity = { ...this.activity, heardAt: at }
  }

  private doing(activity: Activity): void {
    // One part after the other of one answer.
    if (this.activity.type === activity.type && 'heardAt' in activity) return
    this.activity = activity
    this.audience.changed()
  }
}

/** The run that was active before these entries; they lead up to the state. */
function activeBefore(entries: readonly StoredEntry[], state: State): RunId | null {
  for (const { event } of entries) {
    if (event.kind === 'run.started') return null
    if (event.kind === 'run.finished') return event.runId
  }
  return state.run.active?.runId ?? null
}
