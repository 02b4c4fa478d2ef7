import type { StoredEntry } from '../log/entry.ts'
import type { Command } from '../machine/commands.ts'
import type { State } from '../machine/state.ts'
import type { CommandStatus } from '../ports/inbox.ts'
import type { StagedBlob } from '../ports/event-log.ts'
import type { Delta } from '../ports/deltas.ts'
import type { LeaseHolder, LeaseOwner } from '../ports/leases.ts'
import type { CommandId, SessionId } from '../values/ids.ts'
import type { Unrecorded } from './unrecorded.ts'

/**
 * How driving ended. `yielded`: `until` held, work that remains was not begun; `held`: another living
 * process drives; `lost`: it took over from us.
 */
export type DriveEnd =
  | { readonly type: 'idle' }
  | { readonly type: 'yielded' }
  | { readonly type: 'held'; readonly owner: LeaseOwner; readonly untilMs: number }
  | { readonly type: 'lost' }
  | { readonly type: 'stopped' }

/** What somebody who drives asks for. */
export interface DriveWish {
  /** Ends driving gently, where nothing is in flight, for another process to go on. */
  readonly until?: (state: State) => boolean
  /** Its abort is when `until` begins to hold: it is looked at once, and what could not be recorded is tried again. */
  readonly soon?: AbortSignal
  /** Called when the lease is ours. */
  readonly began?: () => void
  /**
   * Hears that the disk is full, or that where things are kept is away or refuses, each time that is met, and null when
   * all is well again. What could not be recorded is kept until then; without this a full disk ends driving.
   */
  readonly stalled?: (full: Error | null) => void
  /** Given what tells at any time, also when driving is over, what is lost with this process, or was. */
  readonly watched?: (unrecorded: () => Unrecorded) => void
}

/** Who holds the lease of a session. */
export interface Holder extends LeaseHolder {
  /** False when it died, or its time is over: whoever wants to may take over. */
  readonly isLiving: boolean
}

/** The in-process host: many sessions at once over one store. */
export interface Host {
  /** This process, as the holder of leases. */
  readonly owner: LeaseOwner
  /**
   * Of a host that works on no session, because workers of a server do: waits for the signal. Nobody who is attached ever
   * has to work then. @throws what keeps those who work on a session from going on
   */
  whileOthersWork?(session: SessionId, signal: AbortSignal): Promise<void>
  /** Durable when it resolves; whoever holds the lease acts on it. */
  submit(session: SessionId, id: CommandId, command: Command, blobs?: readonly StagedBlob[]): Promise<void>
  /**
   * Takes the lease and works until the session has nothing to do and its inbox is empty.
   * `signal` ends driving at once without ending the run: what was in flight is recovered later.
   * A session that is driven here already is not driven twice.
   */
  drive(session: SessionId, signal: AbortSignal, wish?: DriveWish): Promise<DriveEnd>
  /** Resolves when the command is settled; drives for as long as that takes when nobody else does. */
  settled(session: SessionId, id: CommandId, signal: AbortSignal): Promise<CommandStatus>
  /** The fold up to the head, from the newest checkpoint. */
  state(session: SessionId): Promise<State>
  /** Entries after a seq, then those to come, each once, until aborted. */
  follow(session: SessionId, after: number, signal: AbortSignal): AsyncIterable<StoredEntry>
  /** What streams, from whoever drives. */
  deltas(session: SessionId, receive: (delta: Delta) => void): () => void
  /** Calls back soon after anything about the session changed, from any process; returns the stop. */
  watch(session: SessionId, changed: () => void): () => void
  /** Who holds the lease, null for nobody. */
  holder(session: SessionId): Promise<Holder | null>
  /** Whether there is anything to do, commands that wait included. */
  wantsDriver(session: SessionId): Promise<boolean>
}
