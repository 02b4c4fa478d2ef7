import type { Next } from '../chat/commands/slash-command.ts'
import type { Desk } from '../chat/desk.ts'
import { standAside } from '../chat/leave-session.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { textDraft } from './composer/composer.ts'
import type { InputBox, ScreenAction } from './composer/input-box.ts'
import { expand } from './editor/draft.ts'
import { editText } from './edit-text.ts'
import { Hint } from './hint.ts'
import { leavingHints } from './key-hints.ts'
import { keyList } from './key-list.ts'
import type { KeyAction } from './keys/key-actions.ts'
import type { KeyOf } from './keys/key-label.ts'
import type { Outbox } from './outbox.ts'
import { pageText } from './page-text.ts'
import type { Paper } from './paper.ts'
import type { Pulse } from './pulse.ts'

/** What the actions of the screen work with. */
export interface ScreenActionsParts {
  readonly desk: Desk
  readonly pulse: Pulse
  readonly look: { unfoldsThinking: boolean }
  readonly outbox: Outbox
  readonly paper: Pick<Paper, 'foldedThought'>
  readonly leave: (next: Next) => void
  readonly keyOf: KeyOf
  /** As in `FaceFacts`. */
  readonly sandbox: SandboxChoice
}

/** What the first Ctrl+Z says while a command runs. */
const suspendHints = [
  'a command runs: again stops the chat, and the run waits for fg; others take it for lost after 15 s',
  'a command runs: again stops the chat all the same',
]

/** What keys do that is not about the text of the draft. */
export class ScreenActions {
  readonly hint: Hint

  constructor(private readonly parts: ScreenActionsParts) {
    this.hint = new Hint(() => parts.pulse.now())
  }

  perform(action: ScreenAction, box: InputBox): void {
    const { desk, look, outbox, leave } = this.parts
    switch (action) {
      case 'send':
      case 'queue':
        return this.work(outbox.send(action, box))
      case 'interrupt':
        return this.work(outbox.interrupt(box.composer))
      case 'take-back':
        return this.work(this.takeBack(box))
      case 'clear':
        return box.composer.isEmpty ? this.clear() : box.composer.verb('clear')
      case 'leave':
        return leave({ type: 'leave' })
      case 'suspend':
        return this.work(this.suspend())
      case 'editor':
        return this.work(this.edit(box))
      case 'expand':
        return this.work(this.expand())
      case 'fold-thinking':
        look.unfoldsThinking = !look.unfoldsThinking
        return this.hint.say(look.unfoldsThinking ? 'thinking is shown in full from now on' : 'thinking is folded')
      case 'redraw':
        return this.work(desk.lend(async () => void process.stdout.write(clearScreen)))
      case 'show-keys':
        return desk.say(keyList(box.keymap))
    }
  }

  /** A key was pressed. Leaving takes the same one twice in a row. */
  heard(action: KeyAction | null): void {
    if (action !== 'clear') this.hint.calm()
  }

  /** Ctrl+C with nothing to clear: a command of the person is stopped; the second one within a moment leaves. */
  clear(): void {
    if (this.hint.leaves) return this.parts.leave({ type: 'leave' })
    const { desk, keyOf } = this.parts
    if (desk.underWay === 'shell') this.work(desk.interrupt())
    this.hint.sayLeaving(...leavingHints(keyOf, desk.underWay))
  }

  /** A command is not to be handed over: whoever stops the chat then is told first, and presses the key again. */
  private async suspend(): Promise<void> {
    const { desk, sandbox } = this.parts
    const isTold = this.hint.wordings[0] === suspendHints[0]
    if (desk.client.attachment?.runsCommand === true && !isTold) return this.hint.say(...suspendHints)
    await standAside(desk, sandbox)
    // The whole group, so that whatever started us stops with us; commands in the sandbox go on.
    await desk.lend(async () => void process.kill(0, 'SIGTSTP'))
    desk.client.attachment?.takePart()
  }

  private async takeBack(box: InputBox): Promise<void> {
    const answer = await this.parts.outbox.takeBack(box.composer)
    if (answer === 'none') this.hint.say('nothing waits')
    if (answer === 'no-room') this.hint.say('a command stands alone: send or clear what is in the input first')
  }

  private async edit(box: InputBox): Promise<void> {
    const before = expand(box.composer.draft)
    const after = await this.parts.desk.lend(() => editText(before))
    if (after === null) return this.hint.say('the editor failed; the text is as it was')
    box.composer.replace(textDraft(after))
  }

  /** The newest first: what was thought since the last call, and the output of that. */
  private async expand(): Promise<void> {
    const { desk, paper } = this.parts
    const thought = paper.foldedThought
    const output = desk.client.conversation?.lastOutput ?? null
    const wholes = [
      ...(thought === '' ? [] : [`thinking\n\n${thought}`]),
      ...(output === null ? [] : [`${output.title}\n\n${await output.read()}`]),
    ]
    if (wholes.length === 0) return this.hint.say('no output and no folded thinking to show yet', 'nothing to show yet')
    await desk.lend(() => pageText(wholes.join('\n\n\n')))
  }

  private work(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.parts.desk.client.complaints.tell(error))
  }
}

const clearScreen = '\u001b[2J\u001b[H'
