import type { RunLimits } from '../../core/machine/run/events.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { ResolvedModel } from '../../core/models/resolve-model.ts'
import { adjustSession } from '../session/adjust-session.ts'
import { changeModel, wishAfter, type ModelWish } from '../session/change-model.ts'
import { withEffort } from '../config/choose-model.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import { readState } from '../open-store.ts'
import { settleCreation } from '../session/settle-creation.ts'
import { createSession, prepareSession, type PreparedSession, type PrepareFacts } from '../session/prepare-session.ts'
import { Attachment } from './attachment.ts'
import type { Activity, Audience } from './audience.ts'
import { note } from './block.ts'
import { Complaints } from './complaints.ts'
import type { Conversation } from './conversation.ts'
import { OnTheWay } from './on-the-way.ts'
import { patientBlobs, type Heard } from '../remote/patient-blobs.ts'
import { Preparation } from './preparation.ts'
import { Proposals } from './proposals.ts'
import { recallSession } from './recall-session.ts'
import { Speech } from './speech.ts'
import type { Texts } from './texts.ts'

/** A session to be worked in. */
export interface ClientFacts extends Omit<PrepareFacts, 'progress'> {
  readonly directory: string
  /** What the session is called, or will be. */
  readonly name: string | null
  /** Another name for a session that exists. */
  readonly newName: string | null
  /** Whether the session exists. */
  readonly known: boolean
  /** The session whose model a new one has where no other is wished for; null for none. */
  readonly modelOf: SessionId | null
  /** Of every run that is asked for here. */
  readonly limits: RunLimits
}

/** One person's end of a session: what they say goes into its inbox, what happens comes from its log. */
export class ChatClient {
  /** Null until the session is there. */
  conversation: Conversation | null = null
  /** Null until the session is there. */
  texts: Texts | null = null
  /** Null until the session is there. */
  attachment: Attachment | null = null
  private readonly preparation: Preparation
  /** What the session is called, as far as this process knows. */
  name: string | null
  /** Since when the session is read, wall clock, ms; null while it is not. */
  private joiningSince: number | null = null
  /** What was said and nobody has taken in yet. */
  readonly onTheWay: OnTheWay
  /** What goes wrong here. */
  readonly complaints: Complaints
  /** Commands from here. */
  readonly proposals: Proposals
  /** What a person types goes through it. */
  readonly speech: Speech
  private begun: Promise<ApiKind> | null = null
  private readonly closing = new AbortController()

  constructor(
    private readonly facts: ClientFacts,
    private readonly store: Store,
    private readonly work: Work,
    private readonly audience: Audience,
  ) {
    this.name = facts.name
    this.onTheWay = new OnTheWay(() => audience.changed())
    this.complaints = new Complaints((words) => audience.block(note(words, 'error')))
    const isUnable = () => this.attachment?.driving?.type === 'unable'
    this.proposals = new Proposals({
      ...facts,
      host: work.host,
      store,
      audience,
      closed: this.closed,
      isUnable,
      isRemote: work.server !== null,
    })
    const { onTheWay, proposals } = this
    const begin = (prompt: string) => this.begin(prompt)
    this.speech = new Speech({ store, work, onTheWay, proposals, limits: facts.limits, begin })
    this.preparation = new Preparation(
      facts.wish,
      (wish) => this.prepare(wish),
      () => audience.changed(),
    )
  }

  /** Whether the session was there before this chat. */
  get isKnown(): boolean {
    return this.facts.known
  }

  get session(): SessionId {
    return this.facts.session
  }

  /** Aborted when the person leaves. */
  get closed(): AbortSignal {
    return this.closing.signal
  }

  /** What goes on. */
  get activity(): Activity {
    const { since, progress } = this.preparation
    if (this.conversation !== null && progress === null) return this.attachment?.trouble ?? this.conversation.activity
    if (since !== null) return { type: 'preparing', since, progress }
    return this.joiningSince === null ? { type: 'idle' } : { type: 'opening', since: this.joiningSince }
  }

  /** `provider/model[:effort]`, as it is or will be. */
  modelName(): string {
    const choice = this.conversation?.state.session ?? this.preparation.prepared?.model.choice
    const { model, effort } = this.preparation.wish
    if (!choice) return model === null ? '' : withEffort(model, effort)
    return `${choice.provider}/${choice.model}${choice.effort === null ? '' : `:${choice.effort}`}`
  }

  /** What the agent sees: as recorded, or as it was snapshotted for a session to come. */
  roots(): readonly { readonly path: string; readonly root: BlobRef }[] {
    const mounts = this.conversation?.state.workspace.mounts
    if (mounts) return mounts.map(({ path, headRef }) => ({ path, root: headRef }))
    return this.preparation.prepared?.mounts ?? []
  }

  /** Shows what there is, or gets a new session ready. */
  async open(): Promise<void> {
    if (this.facts.known) {
      await this.begin('')
      await this.adjust()
    } else await this.preparation.ready()
  }

  /** Gets the session to come ready with another model. @throws ModelChoiceError, and all is as before */
  prepareAnew(wish: ModelWish): Promise<void> {
    return this.preparation.anew({ ...wish, model: wish.model ?? this.modelName() })
  }

  /** Resolves when all that was sent is in the inbox or cannot be put there, or with the signal. */
  stored(signal: AbortSignal): Promise<void> {
    return this.onTheWay.stored(signal)
  }

  /** Ends following and driving at once; what was in flight is recovered by whoever comes next. */
  async close(): Promise<void> {
    this.closing.abort()
    await this.attachment?.close()
  }

  /** Brings a session that is there to what this chat was opened with. */
  private async adjust(): Promise<void> {
    const { session, facts, store, work } = this
    const { state } = this.conversation ?? {}
    if (!state?.session) return
    const { model, effort } = facts.wish
    if (model !== null || effort !== null)
      await changeModel(session, state.session, facts.wish, facts.config.providers, this.proposals.put, this.accept)
    const adjustment = { ...facts, name: facts.newName, progress: this.preparation.hear }
    await this.preparation.during(() => adjustSession(session, state, adjustment, store, work))
  }

  /** Joins the session, which is created at its first prompt; once, however many prompts come. Returns its API. */
  private begin(prompt: string): Promise<ApiKind> {
    this.begun ??= this.arrive(prompt).catch((error: unknown) => {
      this.begun = null
      throw error
    })
    if (prompt !== '' && this.conversation === null) {
      const said = this.onTheWay.add({ how: 'queued', text: prompt })
      void this.begun.then(said, said)
    }
    return this.begun
  }

  private async arrive(prompt: string): Promise<ApiKind> {
    const { session, directory, known } = this.facts
    if (!known) {
      const prepared = await this.preparation.ready()
      const wished = { wished: { id: session }, directory, name: this.name, prompt, prepared }
      await this.heard(() => createSession(wished, this.store, this.work))
    }
    this.joiningSince = Date.now()
    try {
      if (known) {
        await this.heard(() => settleCreation(session, this.store, this.work))
        await this.answered(() => this.work.requireSandbox(session))
      }
      return await this.join()
    } finally {
      this.joiningSince = null
    }
  }

  /** What may be asked twice: a server that does not answer is asked again, until the person leaves. */
  private readonly heard: Heard = (ask) => this.proposals.hearing.until(ask)

  /** The same for what a server answers at once. */
  private readonly answered: Heard = (ask) =>
    this.work.server === null ? this.heard(ask) : this.proposals.hearing.soon(ask)

  /** Whether a model can be asked where the session is worked on. @throws NoKeyError */
  readonly accept = ({ choice }: Pick<ResolvedModel, 'choice'>): Promise<void> =>
    this.answered(() => this.work.requireKey(choice.provider))

  /** Gets the session to come ready. */
  private async prepare(wish: ModelWish): Promise<PreparedSession> {
    const { facts, store, work, heard, answered } = this
    const { modelOf } = facts
    return prepareSession(
      {
        ...facts,
        wish: await wishAfter(wish, modelOf && (() => answered(() => readState(store, modelOf)))),
        progress: this.preparation.hear,
      },
      { ...store, blobs: patientBlobs(store.blobs, heard) },
      {
        ...work,
        requireKey: (provider) => answered(() => work.requireKey(provider)),
        choosingKeys: () => answered(() => work.choosingKeys()),
        offer: (...about) => answered(() => work.offer(...about)),
      },
    )
  }

  /** What the session is called, where that is not known yet. */
  private async readName(): Promise<void> {
    this.name ??= (await this.answered(() => this.store.sessions.get(this.session)))?.name ?? null
  }

  private async join(): Promise<ApiKind> {
    const { session, store, audience, heard } = this
    const preparedApi = this.preparation.prepared?.model.choice.api ?? null
    const [recalled] = await Promise.all([
      recallSession(session, { store, heard, audience, preparedApi }),
      this.facts.known ? this.readName() : null,
    ])
    const { conversation, texts, head, api } = recalled
    this.texts = texts
    this.conversation = conversation
    if (!this.closed.aborted)
      this.attachment = new Attachment(session, this.work, conversation, head, audience, this.complaints)
    return api
  }
}
