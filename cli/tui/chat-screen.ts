import type { Key } from 'ink'
import type { ReactNode } from 'react'
import type { SessionId } from '../../core/values/ids.ts'
import { currentDirectory } from '../args/change-directory.ts'
import type { Desk } from '../chat/desk.ts'
import type { WaitingText } from '../chat/waiting-texts.ts'
import type { ScreenActions } from './screen-actions.ts'
import type { ChatKeys } from './chat-keys.ts'
import type { SessionFacts } from './session-facts.ts'
import type { InputBox } from './composer/input-box.ts'
import { composeFrame, type Frame } from './frame/compose-frame.ts'
import { inputView } from './frame/input-view.ts'
import { menuRows } from './frame/menu-rows.ts'
import type { Waiting } from './frame/queue-rows.ts'
import { readInput, type Input } from './keys/read-input.ts'
import type { CompletionMenu } from './composer/completion-menu.ts'
import type { FinishedLines, Paper } from './paper.ts'
import type { Pulse } from './pulse.ts'
import type { Question } from './question.ts'
import type { ScreenModel } from './screen.tsx'
import type { Theme } from './theme.ts'

/** What a chat's screen is put together from. */
export interface ChatScreenParts {
  readonly pulse: Pulse
  readonly paper: Paper
  readonly desk: Pick<Desk, 'client' | 'underWay' | 'store'>
  readonly box: InputBox
  readonly menu: CompletionMenu
  readonly question: Question
  readonly look: { readonly theme: Theme }
  readonly facts: SessionFacts
  readonly actions: Pick<ScreenActions, 'hint'>
  readonly keys: Pick<ChatKeys, 'hear' | 'begin' | 'leave'>
}

/** The chat as a screen: draws what there is, and hands keys to whoever hears them now. */
export class ChatScreen implements ScreenModel {
  /** Shown when the terminal is lent: what finishes meanwhile is written when it is back. */
  private held: readonly FinishedLines[] | null = null
  private isOver = false
  /** While the size of the terminal changes. */
  private isHeld = false
  private last: Frame | null = null
  private picker: ReactNode = null
  private terminal: { readonly suspend: (work: () => Promise<void>) => Promise<void> } | null = null

  constructor(private readonly parts: ChatScreenParts) {}

  readonly subscribe = (changed: () => void): (() => void) => this.parts.pulse.subscribe(changed)

  readonly version = (): number => this.parts.pulse.version()

  finished(): readonly FinishedLines[] {
    return this.held ?? this.parts.paper.finished
  }

  /** From now on only finished lines are drawn: the terminal goes back to its shell. */
  end(): void {
    this.isOver = true
    this.parts.pulse.now()
  }

  drawn(): Frame | null {
    return this.picker === null && this.held === null ? this.last : null
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    this.parts.pulse.now()
  }

  frame(columns: number, rows: number): Frame {
    this.last = this.isOver || this.isHeld ? null : this.compose(columns, rows)
    return this.last ?? { lines: [], cursor: null }
  }

  private compose(columns: number, rows: number): Frame {
    const { paper, desk, box, menu, question, facts, actions } = this.parts
    const { theme } = this.parts.look
    const mostRows = Math.max(1, Math.min(12, Math.floor(rows / 3)))
    return composeFrame({
      columns,
      rows,
      now: Date.now(),
      theme,
      paper,
      activity: desk.client.activity,
      waiting: [
        ...desk.client.coming.map((text) => ({ how: 'queued' as const, text })),
        ...facts.waiting().map(waitingLine),
      ],
      menu: menuRows({
        menu,
        question: question.text,
        search: box.search,
        hint: actions.hint,
        columns,
        rows,
        theme,
      }),
      input: inputView(box, mostRows, theme, desk.underWay),
      status: facts.status(),
    })
  }

  overlay(): ReactNode {
    return this.picker
  }

  /** Lets the person choose another session. */
  async pick(): Promise<SessionId | null> {
    const { client, store } = this.parts.desk
    const { openPickerOverlay } = await import('./sessions/picker-overlay.tsx')
    const { keys } = this.parts
    const wish = { store, directory: currentDirectory(), except: client.session }
    const { node, picked } = await openPickerOverlay(wish, {
      // Whoever picks goes over to it: what is typed from here on is meant for there.
      onDone: (session) => {
        if (session !== null) keys.leave()
      },
      onRest: (inputs) => keys.hear(inputs),
    })
    this.picker = node
    this.parts.pulse.now()
    const session = await picked
    this.picker = null
    this.parts.pulse.now()
    return session
  }

  press(input: string, key: Key): void {
    this.parts.keys.hear(readInput(input, key))
  }

  paste(text: string): void {
    this.parts.keys.hear([{ kind: 'paste', text }])
  }

  /** The first paint is done. */
  begin(): void {
    this.parts.keys.begin()
  }

  /** The person leaves: what they type from now on is not meant for this session. Returns what will have been typed. */
  leave(): readonly Input[] {
    return this.parts.keys.leave()
  }

  mounted(terminal: { readonly suspend: (work: () => Promise<void>) => Promise<void> }): void {
    this.terminal = terminal
  }

  /** Gives the terminal to somebody else for a while. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    const { terminal } = this
    if (terminal === null || this.held !== null) return work()
    this.held = [...this.parts.paper.finished]
    const result: { value?: T } = {}
    try {
      await terminal.suspend(async () => {
        result.value = await work()
      })
    } finally {
      this.held = null
      this.parts.pulse.now()
    }
    return result.value as T
  }
}

function waitingLine({ waiting, text }: WaitingText): Waiting {
  return { how: waiting.type === 'steering' ? 'steering' : 'queued', text }
}
