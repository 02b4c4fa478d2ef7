import type { CommandId } from '../../core/values/ids.ts'
import { isPrompt, isSlash, type Desk } from '../chat/desk.ts'
import type { WaitingText } from '../chat/waiting-texts.ts'
import { newCommandId } from '../session/session-ids.ts'
import { sentText, type Composer } from './composer/composer.ts'
import type { ChatCompletions } from './composer/completion-sources.ts'
import { fits, type ComingBack, type Returned } from './composer/coming-back.ts'
import type { InputBox } from './composer/input-box.ts'
import { attachments, type Draft } from './editor/draft.ts'
import type { DraftStore } from './editor/draft-store.ts'
import type { InputHistory } from './editor/input-history.ts'
import { draftParts, type Parts } from './editor/parts.ts'

/** What is sent with. */
export interface OutboxParts {
  readonly desk: Pick<Desk, 'take' | 'interrupt' | 'say' | 'isBusy' | 'client'>
  readonly history: Pick<InputHistory, 'append'>
  readonly drafts: Pick<DraftStore, 'sending' | 'settled' | 'flush'>
  readonly completions: Pick<ChatCompletions, 'forget'>
  readonly back: Pick<ComingBack, 'give' | 'takeLast'>
  readonly waiting: () => readonly WaitingText[]
}

/** A line that was sent from here, as it was written. */
interface SentLine {
  readonly parts: Parts
  readonly isSteering: boolean
  /** Whether it is in the inbox; pending while it is on its way. */
  readonly stored: Promise<boolean>
}

/** Sends what was typed, and gives it back as it was written when it is not taken, or not heard. */
export class Outbox {
  /** What may still come back. */
  private readonly lines = new Map<CommandId, SentLine>()
  private isInterrupting = false

  constructor(private readonly parts: OutboxParts) {}

  /** Takes the draft out of the input and sends it. */
  async send(how: 'send' | 'queue', box: Pick<InputBox, 'composer' | 'take'>): Promise<void> {
    const { desk, history, drafts, completions } = this.parts
    if (sentText(box.composer.draft).trim() === '') return
    const draft = box.take()
    const delivery = this.deliver(draft, how, box.composer)
    drafts.flush()
    completions.forget()
    const trouble = history.append(draftParts(draft))
    if (trouble !== null) desk.say(trouble, 'warning')
    await delivery
  }

  /** Sends a draft; what is not taken comes back. Until it is in the inbox it is kept as a draft. */
  async deliver(draft: Draft, how: 'send' | 'queue', composer: Composer): Promise<void> {
    const { desk, drafts } = this.parts
    const text = sentText(draft)
    const parts = draftParts(draft)
    const command = newCommandId()
    const stored = Promise.withResolvers<boolean>()
    this.prune()
    if (!isSlash(text)) {
      const isSteering = isPrompt(text) && how === 'send' && desk.isBusy
      this.lines.set(command, { parts, isSteering, stored: stored.promise })
      drafts.sending({ session: desk.client.session, command, parts })
    }
    const sending = {
      command,
      stored: () => {
        drafts.settled(command)
        stored.resolve(true)
      },
      isDraft: !isSlash(text),
    }
    const images = attachments(draft).map(({ path }) => path)
    const isTaken = await desk.take({ text, how, images, sending })
    stored.resolve(isTaken)
    // What was not taken when the person left stays their draft.
    if (isTaken || desk.client.closed.aborted) return
    this.lines.delete(command)
    // What is no draft is in the history.
    if (!isSlash(text) || composer.isEmpty) this.parts.back.give(composer, [{ command, parts }])
  }

  /** Ends what is under way. Steering that the model has not seen would be lost to its end: it comes back. */
  async interrupt(composer: Composer): Promise<void> {
    if (this.isInterrupting) return
    this.isInterrupting = true
    const { desk } = this.parts
    // Stored behind the end of the run, steering would begin another; what keeps it from the inbox keeps the end from it.
    const steering = [...this.lines.values()].filter(({ isSteering }) => isSteering)
    let takings: readonly Promise<readonly Returned[]>[] = []
    // Asked for before the end is: it is stored behind them.
    const asked = Promise.all(steering.map(({ stored }) => stored)).then(() => {
      takings = this.unheard().map(({ command, parts }) => this.unsteer(command, parts))
    })
    try {
      await desk.interrupt(asked)
    } finally {
      this.isInterrupting = false
      await asked
      this.parts.back.give(composer, (await Promise.all(takings)).flat())
    }
  }

  /** Takes the newest that waits back into the input; `no-room`: with what is there it would mean something else. */
  async takeBack(composer: Composer): Promise<'taken' | 'none' | 'no-room'> {
    const { waiting, back, desk } = this.parts
    const last = waiting().at(-1)
    if (last === undefined) return back.takeLast(composer)
    const parts = await this.written(last)
    if (!fits(composer, parts)) return 'no-room'
    if (await desk.client.proposals.submit(last.waiting.takeBack))
      back.give(composer, [{ command: newCommandId(), parts }])
    return 'taken'
  }

  /** Steering that waits for the model, and what of ours is not known to wait. */
  private unheard(): readonly { readonly command: CommandId; readonly parts: () => Promise<Parts> }[] {
    const waiting = this.parts.waiting()
    const known = waiting.flatMap((each) =>
      each.waiting.type === 'steering' ? [{ command: each.waiting.commandId, parts: () => this.written(each) }] : [],
    )
    const coming = [...this.lines]
      .filter(([command, { isSteering }]) => isSteering && !this.isTold(command))
      .map(([command, { parts }]) => ({ command, parts: async () => parts }))
    return [...known, ...coming]
  }

  /** Quietly: what the model has seen meanwhile is shown as such. */
  private async unsteer(steerId: CommandId, parts: () => Promise<Parts>): Promise<readonly Returned[]> {
    const status = await this.parts.desk.client.proposals.propose({ kind: 'run.unsteer', steerId }).catch(() => null)
    return status?.status === 'accepted' ? [{ command: newCommandId(), parts: await parts() }] : []
  }

  /** What waits as it was written here; what came from elsewhere as text. */
  private async written({ waiting, read }: WaitingText): Promise<Parts> {
    const line = waiting.type === 'compaction' ? undefined : this.lines.get(waiting.commandId)
    return line?.parts ?? [await read()]
  }

  private isTold(command: CommandId): boolean {
    return this.parts.desk.client.conversation?.holds(command) === true
  }

  /** What was taken up does not come back any more. */
  private prune(): void {
    const waiting = new Set(
      this.parts.waiting().flatMap(({ waiting: each }) => (each.type === 'compaction' ? [] : [each.commandId])),
    )
    for (const command of this.lines.keys())
      if (this.isTold(command) && !waiting.has(command)) this.lines.delete(command)
  }
}
