import { errorMessage } from '../../core/values/errors.ts'
import type { Next } from '../chat/commands/slash-command.ts'
import type { Desk } from '../chat/desk.ts'
import type { WaitingText } from '../chat/waiting-texts.ts'
import { sentText, textDraft } from './composer/composer.ts'
import type { InputBox, ScreenAction } from './composer/input-box.ts'
import { expand } from './editor/draft.ts'
import type { InputHistory } from './editor/input-history.ts'
import { draftParts } from './editor/parts.ts'
import { editText } from './edit-text.ts'
import { keyList } from './key-list.ts'
import { pageText } from './page-text.ts'
import type { Paper } from './paper.ts'
import type { Pulse } from './pulse.ts'

/** What the actions of the screen work with. */
export interface ScreenActionsParts {
  readonly desk: Desk
  readonly paper: Paper
  readonly pulse: Pulse
  readonly waiting: () => readonly WaitingText[]
  readonly view: { unfoldsThinking: boolean }
  readonly history: InputHistory
  readonly leave: (next: Next) => void
}

/** How long a hint stays, and the second Ctrl+C counts, ms. */
const hintMs = 2_000

/** What keys do that is not about the text of the draft. */
export class ScreenActions {
  /** A word under the input for a moment. */
  hint: string | null = null
  private hintTimer: NodeJS.Timeout | undefined
  private isLeaving = false
  /** Set once the box is there: it reports to us. */
  box: InputBox | null = null

  constructor(private readonly parts: ScreenActionsParts) {}

  perform(action: ScreenAction): void {
    const { desk, parts } = { desk: this.parts.desk, parts: this.parts }
    switch (action) {
      case 'send':
      case 'queue':
        return this.send(action)
      case 'interrupt':
        return this.work(desk.interrupt())
      case 'take-back':
        return this.work(this.takeBack())
      case 'clear':
        return this.clear()
      case 'leave':
        return parts.leave({ type: 'leave' })
      case 'suspend':
        return this.work(desk.lend(async () => void process.kill(0, 'SIGTSTP')))
      case 'editor':
        return this.work(this.edit())
      case 'expand':
        return this.work(this.expand())
      case 'fold-thinking':
        parts.view.unfoldsThinking = !parts.view.unfoldsThinking
        return this.say(parts.view.unfoldsThinking ? 'thinking is shown in full' : 'thinking is folded')
      case 'redraw':
        return this.work(desk.lend(async () => void process.stdout.write('\u001b[2J\u001b[H')))
      case 'show-keys':
        return this.box === null ? undefined : desk.say(keyList(this.box.keymap))
    }
  }

  private send(how: 'send' | 'queue'): void {
    const { desk, history } = this.parts
    if (this.box === null || this.box.composer.isEmpty) return
    const draft = this.box.take()
    const text = sentText(draft)
    if (text.trim() === '') return
    const trouble = history.append(draftParts(draft))
    if (trouble !== null) desk.say(trouble, 'warning')
    this.work(desk.take(text, how))
  }

  private async takeBack(): Promise<void> {
    const last = this.parts.waiting().at(-1)
    if (last === undefined) return this.say('nothing waits')
    if (!(await this.parts.desk.client.submit(last.waiting.takeBack)) || this.box === null) return
    const own = expand(this.box.composer.draft)
    this.box.composer.replace(textDraft(own === '' ? last.text : `${last.text}\n${own}`))
  }

  private clear(): void {
    if (this.box !== null && !this.box.composer.isEmpty) return this.box.composer.verb('clear')
    if (this.isLeaving) return this.parts.leave({ type: 'leave' })
    this.isLeaving = true
    this.say('Ctrl+C again leaves; Esc interrupts')
  }

  private async edit(): Promise<void> {
    const { desk } = this.parts
    if (this.box === null) return
    const before = expand(this.box.composer.draft)
    const after = await desk.lend(() => editText(before))
    if (after !== null) this.box.composer.replace(textDraft(after))
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
