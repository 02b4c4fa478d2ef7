import { errorMessage } from '../../core/values/errors.ts'
import type { Next } from '../chat/commands/slash-command.ts'
import { isPrompt, type Desk } from '../chat/desk.ts'
import type { WaitingText } from '../chat/waiting-texts.ts'
import { explainError } from '../outcome/explain-error.ts'
import { readImage } from '../prompt/read-image.ts'
import { sentText, textDraft } from './composer/composer.ts'
import type { ChatCompletions } from './composer/completion-sources.ts'
import type { InputBox, ScreenAction } from './composer/input-box.ts'
import { giveBack } from './composer/give-back.ts'
import { attachments, expand, type Draft } from './editor/draft.ts'
import type { DraftStore } from './editor/draft-store.ts'
import type { InputHistory } from './editor/input-history.ts'
import { draftParts } from './editor/parts.ts'
import { editText } from './edit-text.ts'
import { keyList } from './key-list.ts'
import { pageText } from './page-text.ts'
import type { Pulse } from './pulse.ts'

/** What the actions of the screen work with. */
export interface ScreenActionsParts {
  readonly desk: Desk
  readonly pulse: Pulse
  readonly look: { unfoldsThinking: boolean }
  readonly history: InputHistory
  readonly drafts: Pick<DraftStore, 'sent'>
  readonly completions: Pick<ChatCompletions, 'forget'>
  readonly waiting: () => readonly WaitingText[]
  readonly leave: (next: Next) => void
}

/** How long a hint stays, and the second Ctrl+C counts, ms. */
const hintMs = 2_000

/** What the first Ctrl+C says, by what is under way. */
const leavingHints = {
  run: 'Ctrl+C again leaves, the run goes on; Esc interrupts it',
  shell: 'the command is told to stop; Ctrl+C again leaves',
  compaction: 'Ctrl+C again leaves; Esc stops the compaction',
  nothing: 'Ctrl+C again leaves',
}

/** What keys do that is not about the text of the draft. */
export class ScreenActions {
  /** A word under the input for a moment. */
  hint: string | null = null
  private hintTimer: NodeJS.Timeout | undefined
  private isLeaving = false
  private isInterrupting = false

  constructor(private readonly parts: ScreenActionsParts) {}

  perform(action: ScreenAction, box: InputBox): void {
    const { desk, look, leave } = this.parts
    switch (action) {
      case 'send':
      case 'queue':
        return this.send(action, box)
      case 'interrupt':
        return this.work(this.interrupt(box))
      case 'take-back':
        return this.work(this.takeBack(box))
      case 'clear':
        return box.composer.isEmpty ? this.clear() : box.composer.verb('clear')
      case 'leave':
        return leave({ type: 'leave' })
      case 'suspend':
        // The whole group, so that whatever started us stops with us; commands in the sandbox go on.
        return this.work(desk.lend(async () => void process.kill(0, 'SIGTSTP')))
      case 'editor':
        return this.work(this.edit(box))
      case 'expand':
        return this.work(this.expand())
      case 'fold-thinking':
        look.unfoldsThinking = !look.unfoldsThinking
        return this.say(look.unfoldsThinking ? 'thinking is shown in full from now on' : 'thinking is folded')
      case 'redraw':
        return this.work(desk.lend(async () => void process.stdout.write(clearScreen)))
      case 'show-keys':
        return desk.say(keyList(box.keymap))
    }
  }

  /** Ctrl+C with nothing to clear: a command of the person is stopped; the second one within a moment leaves. */
  clear(): void {
    if (this.isLeaving) return this.parts.leave({ type: 'leave' })
    this.isLeaving = true
    const { desk } = this.parts
    if (desk.underWay === 'shell') this.work(desk.interrupt())
    this.say(leavingHints[desk.underWay ?? 'nothing'])
  }

  private send(how: 'send' | 'queue', box: InputBox): void {
    const { desk, history, drafts, completions } = this.parts
    if (sentText(box.composer.draft).trim() === '') return
    const draft = box.take()
    drafts.sent()
    completions.forget()
    const trouble = history.append(draftParts(draft))
    if (trouble !== null) desk.say(trouble, 'warning')
    this.work(this.take(how, draft, box))
  }

  /** What cannot be sent comes back into the input. */
  private async take(how: 'send' | 'queue', draft: Draft, box: InputBox): Promise<void> {
    const { desk } = this.parts
    const text = sentText(draft)
    try {
      const images = attachments(draft).map(({ path }) => readImage(path))
      if (!isPrompt(text)) return await desk.take(text, how, images)
      await desk.prompt(text, how, images)
    } catch (error) {
      if (desk.client.closed.aborted) return
      if (!(await this.waitsInInbox())) giveBack(box.composer, draftParts(draft))
      desk.say(explainError(error).message || errorMessage(error), 'error')
    }
  }

  /** Whether a prompt was stored before things went wrong: it is answered once they are right again. */
  private async waitsInInbox(): Promise<boolean> {
    const { client, store } = this.parts.desk
    const pending = await store.inbox.pending(client.session).catch(() => [])
    return pending.some(({ command }) => command.kind === 'run.request' || command.kind === 'run.steer')
  }

  /** Steering that the model has not seen would end with the run: it comes back into the input. */
  private async interrupt(box: InputBox): Promise<void> {
    if (this.isInterrupting) return
    this.isInterrupting = true
    const { desk, waiting } = this.parts
    const unseen = waiting().filter(({ waiting: { type }, text }) => type === 'steering' && text !== '')
    // Nothing waits for an answer before the run is told to end; what stops these stops that, which says so.
    const takings = unseen.map(async ({ waiting: { takeBack }, text }) => {
      const isTaken = await desk.client.submit(takeBack).catch(() => false)
      return isTaken ? [text] : []
    })
    try {
      await desk.interrupt()
    } finally {
      const taken = (await Promise.all(takings)).flat()
      if (taken.length > 0) giveBack(box.composer, [taken.join('\n')])
      this.isInterrupting = false
    }
  }

  private async takeBack(box: InputBox): Promise<void> {
    const last = this.parts.waiting().at(-1)
    if (last === undefined) return this.say('nothing waits')
    if (!(await this.parts.desk.client.submit(last.waiting.takeBack))) return
    giveBack(box.composer, [last.text])
  }

  private async edit(box: InputBox): Promise<void> {
    const before = expand(box.composer.draft)
    const after = await this.parts.desk.lend(() => editText(before))
    if (after === null) return this.say('the editor failed; the text is as it was')
    box.composer.replace(textDraft(after))
  }

  private async expand(): Promise<void> {
    const { desk } = this.parts
    const output = desk.client.conversation?.lastOutput ?? null
    if (output === null) return this.say('there is no output yet')
    const text = await output.read()
    await desk.lend(() => pageText(`${output.title}\n\n${text}`))
  }

  private say(hint: string): void {
    clearTimeout(this.hintTimer)
    this.hint = hint
    this.hintTimer = setTimeout(() => {
      this.hint = null
      this.isLeaving = false
      this.parts.pulse.now()
    }, hintMs)
    this.parts.pulse.now()
  }

  private work(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.parts.desk.say(errorMessage(error), 'error'))
  }
}

const clearScreen = '\u001b[2J\u001b[H'
