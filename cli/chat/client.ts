import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from '../../core/machine/commands.ts'
import type { RunLimits } from '../../core/machine/run/events.ts'
import { initialState } from '../../core/machine/state.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { InputImage } from '../../core/ports/model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { ModelWish } from '../session/change-model.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { errorMessage } from '../../core/values/errors.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { readFolded, readFormat } from '../open-store.ts'
import { keepDriving, type Driving } from '../../core/host/index.ts'
import type { Present } from '../../core/ports/presence.ts'
import { drivingNote } from './driving-note.ts'
import { terminalName } from './terminal-name.ts'
import { newCommandId } from '../session/session-ids.ts'
import { createSession, prepareSession, type PreparedSession, type PrepareFacts } from '../session/prepare-session.ts'
import { userInput } from '../work/user-input.ts'
import { treeDiff } from '../workspace/mount-changes.ts'
import type { Audience } from './audience.ts'
import { note } from './block.ts'
import { Conversation } from './conversation.ts'
import { recentEntries } from './recent-entries.ts'
import { openTexts, type Texts } from './texts.ts'

/** A session to be worked in. */
export interface ClientFacts extends PrepareFacts {
  readonly directory: string
  readonly name: string | null
  /** Whether the session exists. */
  readonly known: boolean
  /** Of every run that is asked for here. */
  readonly limits: RunLimits
}

/** One person's end of a session: what they say goes into its inbox, what happens comes from its log. */
export class ChatClient {
  /** Null until the session is there. */
  conversation: Conversation | null = null
  /** Of a session that is to be created; null before it is ready. */
  prepared: PreparedSession | null = null
  /** Null until the session is there. */
  texts: Texts | null = null
  private opening: Promise<void> | null = null
  private preparing: Promise<PreparedSession> | null = null
  /** What becomes of the session here; null before that is known. */
  driving: Driving | null = null
  /** Who is attached, this process included. */
  present: readonly Present[] = []
  /** Whether what is in flight is waited for, so that others can go on behind it. */
  isHandingOver = false
  private readonly leaving = new AbortController()
  private readonly closing = new AbortController()
  private driveEnd: Promise<void> = Promise.resolve()
  private following: Promise<void> = Promise.resolve()

  constructor(
    private facts: ClientFacts,
    private readonly store: Store,
    private readonly work: Work,
    private readonly audience: Audience,
  ) {}

  get session(): SessionId {
    return this.facts.session
  }

  /** Aborted when the person leaves. */
  get closed(): AbortSignal {
    return this.closing.signal
  }

  /** `provider/model[:effort]`, as it is or will be. */
  modelName(): string {
    const choice = this.conversation?.state.session ?? this.prepared?.model.choice
    if (!choice) return this.facts.wish.model ?? ''
    return `${choice.provider}/${choice.model}${choice.effort === null ? '' : `:${choice.effort}`}`
  }

  /** What the agent sees: as recorded, or as it was snapshotted for a session to come. */
  roots(): readonly { readonly path: string; readonly root: BlobRef }[] {
    const mounts = this.conversation?.state.workspace.mounts
    if (mounts) return mounts.map(({ path, headRef }) => ({ path, root: headRef }))
    return this.prepared?.mounts ?? []
  }

  /** Shows what there is, or gets a new session ready; once, however often it is asked for. */
  open(): Promise<void> {
    return (this.opening ??= this.facts.known ? this.join() : this.prepare())
  }

  /** Gets the session to come ready with another model. @throws ModelChoiceError, and all is as before */
  async prepareAnew(wish: ModelWish): Promise<void> {
    const before = this.facts
    const model = wish.model ?? this.modelName()
    this.facts = { ...before, wish: { ...wish, model } }
    try {
      await this.prepare()
    } catch (error) {
      this.facts = before
      throw error
    }
  }

  /** Gives the session to come a name. */
  nameIt(name: string): void {
    this.facts = { ...this.facts, name }
  }

  /** Asks for a run, or adds to the one under way. */
  async send(text: string, how: 'run' | 'steer', images: readonly InputImage[] = []): Promise<void> {
    const api = await this.begin(text)
    const format = await this.work.models.format(api)
    const stage = openBlobStage(this.store)
    const input = userInput(text, images, format, stage)
    const { limits } = this.facts
    await this.submit({ kind: how === 'run' ? 'run.request' : 'run.steer', input, limits }, stage.staged())
  }

  /** Has a command run where the agent's run. */
  async shell(line: string): Promise<void> {
    await this.begin(`! ${line}`)
    const stage = openBlobStage(this.store)
    await this.submit({ kind: 'shell.request', lineRef: stage.putText(line) }, stage.staged())
  }

  /** Puts a command into the inbox and waits until it is decided; a refusal is shown. */
  async submit(command: Command, blobs: readonly StagedBlob[] = []): Promise<boolean> {
    const id = newCommandId()
    await this.work.host.submit(this.session, id, command, blobs)
    const status = await this.work.host.settled(this.session, id, this.closing.signal)
    if (status.status === 'rejected') this.audience.block(note(status.rejection.message, 'error'))
    return status.status === 'accepted'
  }

  /** Whether this process is at work for the session. */
  get isDriving(): boolean {
    return this.driving?.type === 'driving' && (this.conversation?.state.run.active ?? null) !== null
  }

  /** Lets go where nothing is in flight, so that another process can go on without a loss. */
  handOver(): void {
    this.isHandingOver = true
    this.leaving.abort()
  }

  /** Resolves when driving here has come to its end, or after so many ms. */
  async handedOver(patienceMs: number): Promise<void> {
    const timer = new AbortController()
    const late = wait(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)
    await Promise.race([this.driveEnd.catch(() => undefined), late])
    timer.abort()
  }

  /** Ends following and driving at once; what was in flight is recovered by whoever comes next. */
  async close(): Promise<void> {
    this.closing.abort()
    await this.following
  }

  private async prepare(): Promise<void> {
    this.preparing = prepareSession(this.facts, this.store, this.work)
    // Told by whoever waits for it; until then nobody does.
    this.preparing.catch(() => undefined)
    this.prepared = await this.preparing
    this.audience.changed()
  }

  /** Creates the session at its first prompt. Returns the API it speaks. */
  private async begin(prompt: string): Promise<ApiKind> {
    // Who types faster than a session is read does not create it anew.
    if (this.facts.known) await this.open()
    const config = this.conversation?.state.session
    if (config) return config.api
    const prepared = await (this.preparing ??= prepareSession(this.facts, this.store, this.work))
    const { session, directory, name } = this.facts
    await createSession({ wished: { id: session }, directory, name, prompt, prepared }, this.store, this.work)
    if (this.conversation === null) await this.join()
    return prepared.model.choice.api
  }

  private async join(): Promise<void> {
    const { state, head } = await readFolded(this.store, this.session)
    const api = state.session?.api ?? this.prepared?.model.choice.api
    if (api === undefined) throw new Error(`session ${this.session} was never begun`)
    const texts = openTexts(this.store.blobs, await readFormat(api))
    this.texts = texts
    const diff = (before: Parameters<typeof treeDiff>[0], after: Parameters<typeof treeDiff>[1]) =>
      treeDiff(before, after, this.store.blobs)
    const conversation = new Conversation(head === 0 ? initialState : state, texts, diff, this.audience)
    const past = await recentEntries(this.store.log, this.session, head)
    if (past.isCut) this.audience.block(note('earlier parts of this session are in lightspeed log'))
    await conversation.recall(past.entries)
    this.conversation = conversation
    const { session, closing } = this
    this.driveEnd = this.drive()
    const parts = [this.follow(conversation, head), this.driveEnd]
    const failed = (error: unknown) => this.audience.block(note(errorMessage(error), 'error'))
    this.following = Promise.all(parts.map((part) => part.catch(failed))).then(() => undefined)
    const leave = this.work.presence.join(session, { terminal: terminalName() })
    const unwatch = this.work.presence.watch(session, (present) => {
      this.present = present
      this.audience.changed()
    })
    closing.signal.addEventListener('abort', () => {
      unwatch()
      leave()
    })
  }

  /** Works on the session whenever there is something to do and nobody else does it. */
  private drive(): Promise<void> {
    const { host } = this.work
    return keepDriving(host, this.session, this.closing.signal, {
      whyUnable: () => this.work.whyUnable(this.session),
      until: () => this.isHandingOver,
      enough: this.leaving.signal,
      report: (driving) => {
        this.driving = driving
        const said = drivingNote(driving)
        if (said !== null) this.audience.block(said)
        this.audience.changed()
      },
    })
  }

  private async follow(conversation: Conversation, after: number): Promise<void> {
    const { host } = this.work
    const unsubscribe = host.deltas(this.session, (delta) => conversation.delta(delta))
    try {
      for await (const entry of host.follow(this.session, after, this.closing.signal)) await conversation.entry(entry)
    } finally {
      unsubscribe()
    }
  }
}
