import { setTimeout as wait } from 'node:timers/promises'
import type { Host } from '../../core/host/host.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { CommandStatus } from '../../core/ports/inbox.ts'
import type { Store } from '../../core/ports/store.ts'
import { errorCode } from '../../core/values/errors.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { FailedError } from '../errors.ts'
import { newCommandId } from '../session/session-ids.ts'
import { whileUntaken } from '../remote/untaken.ts'
import type { Audience } from './audience.ts'
import { note } from './block.ts'
import { Hearing } from './hearing.ts'
import { InOrder } from './in-order.ts'
import { sendingUnkept, type Sending } from './sending.ts'
import { waitsFor } from './waits-for.ts'
import { whenThereIsRoom } from './when-there-is-room.ts'

/** How soon is asked whether a command was decided, and how seldom in the end, ms. */
const firstLookMs = 20
const lastLookMs = 320

/** What keeps a command waiting and none behind it: it is there already, or waits for where only its own blobs go. */
const keepsNoOther: ReadonlySet<string> = new Set(['not-woken', 's3-unreachable'])

/** Where commands go, and what is known of those who decide them. */
export interface ProposalsParts {
  readonly session: SessionId
  readonly host: Pick<Host, 'submit' | 'settled'>
  readonly store: Pick<Store, 'inbox'>
  readonly audience: Pick<Audience, 'block' | 'changed'>
  /** Aborted when the person leaves. */
  readonly closed: AbortSignal
  /** Whether nobody here can go on with the session. */
  readonly isUnable: () => boolean
  /** Whether workers of a server decide. */
  readonly isRemote: boolean
}

/** Commands of one person to one session, each waited for until it is decided. */
export class Proposals {
  /** Whether something has waited long for a worker. */
  isUntaken = false
  /** Asks where they go. */
  readonly hearing: Hearing
  /** Those that may be in the inbox. */
  private readonly tried = new Set<CommandId>()
  /** Those that were sent once without an answer. */
  private readonly unsure = new Set<CommandId>()
  private readonly inOrder = new InOrder<Command>(waitsFor)

  constructor(private readonly parts: ProposalsParts) {
    this.hearing = new Hearing(parts.closed, () => parts.audience.changed())
  }

  /** Whether a command ever was on its way into the inbox: one that was not is surely not there. */
  wasTried(command: CommandId): boolean {
    return this.tried.has(command)
  }

  /** What became of a command; null when it is not in the inbox. Where that cannot be asked, one that may be there is pending. */
  async statusOf(command: CommandId): Promise<CommandStatus | null> {
    const { session, store } = this.parts
    const unknown = () => (this.unsure.has(command) ? ({ status: 'pending' } as const) : null)
    return this.hearing.until(() => store.inbox.status(session, command)).catch(unknown)
  }

  /** Puts a command into the inbox and waits until it is decided; a refusal is shown. */
  async submit(command: Command, sending?: Sending): Promise<boolean> {
    const status = await this.propose(command, [], sending)
    if (status.status === 'rejected') this.parts.audience.block(note(status.rejection.message, 'error'))
    return status.status === 'accepted'
  }

  /** The same for what a person wrote. @throws FailedError when it is refused */
  async ask(command: Command, blobs?: readonly StagedBlob[], sending?: Sending): Promise<void> {
    const status = await this.propose(command, blobs, sending)
    if (status.status === 'rejected') throw new FailedError(status.rejection.code, status.rejection.message)
  }

  /** The same, and what becomes of it is the caller's to tell. */
  async propose(
    command: Command,
    blobs: readonly StagedBlob[] = [],
    { command: id, stored }: Sending = sendingUnkept(),
  ): Promise<CommandStatus> {
    const { audience, closed } = this.parts
    const store = () => this.store(id, command, blobs)
    const waits = () => audience.block(note('that is done as soon as there is room to record it', 'warning'))
    await whenThereIsRoom(command, store, waits, closed)
    stored()
    const decided = this.decided(id)
    await whileUntaken(decided, this.parts.isRemote ? () => this.untaken(true) : null)
    if (this.isUntaken) this.untaken(false)
    return decided
  }

  /** The same for what goes without saying: it is stored, and not waited for. */
  readonly put = async (command: Command): Promise<void> => {
    await this.store(newCommandId(), command, [])
  }

  /** Puts a command into the inbox behind those of before; under one id, however often it is sent: it is stored once. */
  private store(id: CommandId, command: Command, blobs: readonly StagedBlob[]): Promise<void> {
    const { session, host } = this.parts
    return this.inOrder.send(command, (letBy) => {
      this.tried.add(id)
      return this.hearing.until(
        () => host.submit(session, id, command, blobs),
        (failure) => {
          this.unsure.add(id)
          if (keepsNoOther.has(errorCode(failure) ?? '')) letBy()
        },
      )
    })
  }

  private untaken(isUntaken: boolean): void {
    this.isUntaken = isUntaken
    this.parts.audience.changed()
  }

  /**
   * Waits until somebody who drives has decided, be it this process. A wait of the host would drive on its own terms,
   * which end with the run and not where it can be handed over; it is for sessions that nobody here can go on with.
   */
  private async decided(id: CommandId): Promise<CommandStatus> {
    const { session, host, store, closed, isUnable } = this.parts
    for (let pauseMs = firstLookMs; ; pauseMs = Math.min(lastLookMs, pauseMs * 2)) {
      const status = await this.hearing.until(() => store.inbox.status(session, id))
      if (status === null || isUnable()) return this.hearing.until(() => host.settled(session, id, closed))
      if (status.status !== 'pending' || closed.aborted) return status
      await wait(pauseMs, undefined, { signal: closed }).catch(() => undefined)
    }
  }
}
