import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import { shellOpId } from '../../core/machine/op-ids.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { RunId } from '../../core/values/ids.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import type { SessionLine } from '../outcome/run-lines.ts'
import { formatDuration, plural } from '../render/quantities.ts'
import { filesLine, nextSteps, usageLine } from '../render/run-summary.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { AnswerStream } from './answer-stream.ts'
import { CallLines } from './call-lines.ts'
import type { RunView } from './run-view.ts'
import type { TextViewParts } from './text-view-parts.ts'

/** A run for a person: the answer as it streams, a line for each tool call, edits as diffs. */
export class TextView implements RunView {
  private runId: RunId | null = null
  private active = false
  /** Whether changes have a directory to go to. */
  private hasSource: boolean
  private readonly answer: AnswerStream
  private readonly calls: CallLines

  constructor(private readonly parts: TextViewParts) {
    this.hasSource = parts.hasSource
    this.answer = new AnswerStream(parts.screen, parts.blobs)
    this.calls = new CallLines(parts)
  }

  begin(line: SessionLine): void {
    const { screen, colors } = this.parts
    screen.note(colors.dim(sanitizeLine(`session ${line.session} · ${line.model}`)))
  }

  remark(words: string): void {
    const { screen, colors } = this.parts
    screen.note(colors.yellow(words))
  }

  async entry({ event }: StoredEntry): Promise<void> {
    this.calls.watchMounts(event)
    if (event.kind === 'shell.requested') await this.calls.asked(event)
    if (event.kind === 'workspace.mounted' && event.source !== null) this.hasSource = true
    if (event.kind === 'run.requested' && event.commandId === this.parts.commandId) this.runId = event.runId
    if ('runId' in event && event.runId === this.runId) this.active = event.kind !== 'run.finished'
    if (this.active) return this.show(event, this.runId)
    if (event.kind === 'workspace.advanced') this.calls.passedOver(event)
    if (event.kind === 'run.started') this.parts.screen.status('waiting for an earlier run of this session')
  }

  private async show(event: Event, runId: RunId | null): Promise<void> {
    const { screen, colors } = this.parts
    switch (event.kind) {
      case 'turn.started':
        return screen.status('waiting for the model')
      case 'turn.generated':
        await this.answer.land(event.textRef)
        return this.calls.requested(runId, event)
      case 'turn.retried': {
        this.answer.drop()
        const wait = formatDuration(event.delayMs)
        return screen.say(colors.yellow(sanitizeLine(`! ${event.code}: ${event.message}; again in ${wait}`)))
      }
      case 'tool.started':
        return this.calls.began(event.call)
      case 'tool.finished':
        return this.calls.ended(event.call, event)
      case 'workspace.advanced':
        return this.calls.advanced(event)
      case 'shell.started':
        return this.calls.began(shellOpId(event.shellId))
      case 'shell.finished':
        return this.calls.ended(shellOpId(event.shellId), event)
      case 'context.compacting':
        return screen.note(colors.dim('compacting the context'))
      case 'run.cancelling':
        return screen.note(colors.yellow('cancelling; once more to leave at once'))
      default:
        return
    }
  }

  delta(delta: Delta): void {
    if (this.runId === null || !delta.opId.startsWith(`${this.runId}/`)) return
    const { screen } = this.parts
    switch (delta.part.type) {
      case 'text':
        return this.answer.delta(delta, delta.part.text)
      case 'thinking':
        return screen.status('thinking')
      case 'call':
        return screen.status(sanitizeLine(delta.part.name))
      case 'output':
        return screen.status(sanitizeLine(delta.part.text.trim().split('\n').at(-1) ?? ''))
      case 'call-args':
        return
    }
  }

  async end(outcome: OutcomeLine): Promise<void> {
    const { screen, colors, hints } = this.parts
    this.answer.finish(outcome.text)
    const files = filesLine(outcome)
    const lines = [
      ...(outcome.error ? [colors.red(sanitizeLine(`error: ${outcome.error.message}`))] : []),
      usageLine(outcome, colors),
      ...(files === null ? [] : [files]),
      ...(outcome.applied ? [`${plural(outcome.applied.files, 'file')} written to disk`] : []),
      ...(hints ? nextSteps(outcome, this.hasSource, colors) : []),
    ]
    screen.say(lines.join('\n'))
  }
}
