import type { Key } from 'ink'
import type { ReactNode } from 'react'
import type { SessionId } from '../../core/values/ids.ts'
import { currentDirectory } from '../args/change-directory.ts'
import type { Desk } from '../chat/desk.ts'
import type { ChatKeys } from './chat-keys.ts'
import { chatFrame, type ChatFrameParts } from './frame/chat-frame.ts'
import type { Frame } from './frame/compose-frame.ts'
import { readInput, type Input } from './keys/read-input.ts'
import { addToPage, type FinishedPage } from './finished-pages.ts'
import type { Paper } from './paper.ts'
import type { Pulse } from './pulse.ts'
import type { ScreenModel } from './screen.tsx'
import { TerminalLoan, type Lender } from './terminal/loan.ts'

/** What a chat's screen is put together from. */
export interface ChatScreenParts extends ChatFrameParts {
  readonly pulse: Pulse
  readonly paper: Paper
  readonly desk: Pick<Desk, 'client' | 'underWay' | 'store'>
  readonly keys: Pick<ChatKeys, 'hear' | 'begin' | 'leave'>
}

/** The chat as a screen: what is on it at each moment. */
export class ChatScreen implements ScreenModel {
  /** Nothing is written while the terminal is lent: what finishes meanwhile comes when it is back. */
  private written: FinishedPage = { id: 0, pieces: [] }
  private isOver = false
  /** While the size of the terminal changes. */
  private isHeld = false
  private last: Frame | null = null
  private picker: ReactNode = null
  private readonly loan = new TerminalLoan(() => this.parts.pulse.now())

  constructor(private readonly parts: ChatScreenParts) {}

  readonly subscribe = (changed: () => void): (() => void) => this.parts.pulse.subscribe(changed)

  readonly version = (): number => this.parts.pulse.version()

  finished(): FinishedPage {
    const text = this.loan.isOut ? null : this.parts.paper.take()
    if (text !== null) this.written = addToPage(this.written, text)
    return this.written
  }

  /** From now on only finished lines are drawn: the terminal goes back to its shell. */
  end(): void {
    this.isOver = true
    this.parts.pulse.now()
  }

  drawn(): Frame | null {
    return this.picker === null && !this.loan.isOut ? this.last : null
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    this.parts.pulse.now()
  }

  frame(columns: number, rows: number): Frame {
    this.last = this.isOver || this.isHeld ? null : chatFrame(this.parts, columns, rows)
    return this.last ?? { lines: [], cursor: null }
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

  mounted(lender: Lender): void {
    this.loan.mounted(lender)
  }

  /** Gives the terminal to somebody else for a while. */
  lend<T>(work: () => Promise<T>): Promise<T> {
    return this.loan.lend(work)
  }
}
