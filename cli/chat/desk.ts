import type { Store } from '../../core/ports/store.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { RunState } from '../../core/machine/run/state.ts'
import type { Work } from '../compose.ts'
import type { Config } from '../config/config-file.ts'
import { UsageError } from '../errors.ts'
import { readImage } from '../prompt/read-image.ts'
import { interruption, underWay, type UnderWay } from '../work/interruption.ts'
import type { Audience } from './audience.ts'
import { note, type Block, type Tone } from './block.ts'
import { ChatClient, type ClientFacts } from './client.ts'
import { readSlash, slashCommands } from './commands/index.ts'
import type { ChatDesk, Next } from './commands/slash-command.ts'
import { isUnsent, sendingUnkept, type Sending } from './sending.ts'

/** A line as it was typed. */
export interface Line {
  readonly text: string
  /** `queue`: behind the run under way, which is otherwise steered. */
  readonly how?: 'send' | 'queue'
  /** Paths of the images that go with it. */
  readonly images?: readonly string[]
  /** For what goes into the inbox. */
  readonly sending?: Sending
}

/** What a desk gets from the face that shows it. */
export interface DeskFace {
  readonly audience: Audience
  readonly close: (next: Next) => void
  readonly setTheme: (name: string) => boolean
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>
  readonly ask: ChatDesk['ask']
  readonly pick: ChatDesk['pick']
}

/** Where a person talks with a session: what they type is a prompt, a command of the chat, or one for the sandbox. */
export class Desk implements ChatDesk {
  readonly client: ChatClient

  constructor(
    facts: Omit<ClientFacts, 'say'>,
    readonly config: Config,
    readonly store: Store,
    readonly work: Work,
    private readonly face: DeskFace,
  ) {
    this.client = new ChatClient({ ...facts, say: (line) => this.say(line) }, store, work, face.audience)
  }

  get run(): RunState | null {
    return this.client.conversation?.state.run ?? null
  }

  /** Whether a run is under way: it can be steered. */
  get isBusy(): boolean {
    return (this.run?.active ?? null) !== null
  }

  /** What `interrupt` ends. */
  get underWay(): UnderWay {
    const { state } = this.client.conversation ?? {}
    return state === undefined ? null : underWay(state)
  }

  readonly show = (block: Block): void => this.face.audience.block(block)

  readonly say = (text: string, tone: Tone = 'quiet'): void => this.show(note(text, tone))

  readonly close = (next: Next): void => this.face.close(next)

  readonly setTheme = (name: string): boolean => this.face.setTheme(name)

  readonly lend = <T>(work: () => Promise<T>): Promise<T> => this.face.lend(work)

  readonly pick: ChatDesk['pick'] = () => this.face.pick()

  readonly ask: ChatDesk['ask'] = (question, keys) => this.face.ask(question, keys)

  /** Takes what was typed; errors are shown. Answers whether it was taken: what was not is still the person's. */
  async take(line: Line): Promise<boolean> {
    const { text, how = 'send', images = [], sending = sendingUnkept() } = line
    try {
      if (isSlash(text)) {
        const { command, argument } = readSlash(text, slashCommands)
        await command.run(argument, this)
      } else if (text.trim() === '!') {
        throw new UsageError('write a command behind !: it runs where the agent runs its own, and the model sees it')
      } else if (text.startsWith('!')) {
        await this.client.speech.shell(text.slice(1).trim(), sending)
      } else if (text.trim() !== '') {
        const kind = how === 'send' && this.isBusy ? 'steer' : 'run'
        await this.client.speech.send(text, kind, images.map(readImage), sending)
      }
      return true
    } catch (error) {
      const { proposals } = this.client
      // One that was stored before things went wrong is worked on once they are right again.
      const isTaken = proposals.wasTried(sending.command) && !isUnsent(await proposals.statusOf(sending.command))
      if (!this.client.closed.aborted) this.client.complaints.tell(error)
      return isTaken
    }
  }

  /** Ends what is under way once `before` is done; what waits behind it begins. */
  async interrupt(before: Promise<unknown> = Promise.resolve()): Promise<boolean> {
    if (this.interruption === null) return false
    const { onTheWay, proposals } = this.client
    const stop = async (kept: Sending): Promise<boolean> => {
      await before
      // It may have ended meanwhile.
      const { interruption } = this
      return interruption !== null && proposals.submit(interruption, kept)
    }
    return onTheWay.asking('interruption', stop)
  }

  /** What would end it; null for nothing. */
  private get interruption(): Command | null {
    const { state } = this.client.conversation ?? {}
    return state === undefined ? null : interruption(state)
  }
}

/** Neither `/command` nor `!command`. */
export function isPrompt(text: string): boolean {
  return !isSlash(text) && !text.startsWith('!')
}

/** `/name`, and not a path such as `/etc/hosts`. */
export function isSlash(text: string): boolean {
  return /^\/[a-z?-]*(\s|$)/.test(text)
}
