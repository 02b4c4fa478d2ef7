import { sessionTotals } from '../../core/machine/view/session-totals.ts'
import { ChangedFiles } from '../chat/changed-files.ts'
import type { Desk } from '../chat/desk.ts'
import { hindrance } from '../chat/hindrance.ts'
import { contextShare, contextTokens, type StatusFacts } from '../chat/status.ts'
import { WaitingTexts, type WaitingText } from '../chat/waiting-texts.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'

/** What the screen says of the session besides the conversation. */
export class SessionFacts {
  private readonly files: ChangedFiles
  private texts: WaitingTexts | null = null

  constructor(
    private readonly desk: Pick<Desk, 'client' | 'store' | 'work'>,
    private readonly remarks: readonly string[],
    private readonly changed: () => void,
  ) {
    this.files = new ChangedFiles(desk.store.blobs, changed)
  }

  /** What waits, in the order in which it will be taken up. */
  readonly waiting = (): readonly WaitingText[] => {
    const { conversation, texts } = this.desk.client
    if (conversation === null || texts === null) return []
    this.texts ??= new WaitingTexts(texts, this.changed)
    return this.texts.list(conversation.state)
  }

  /** For the status line. */
  status(): StatusFacts {
    const { client } = this.desk
    const state = client.conversation?.state ?? null
    const totals = state === null ? null : sessionTotals(state)
    if (state !== null) this.files.update(mountsHere(state.workspace.mounts, thisMachine(this.desk.store)))
    return {
      model: client.modelName().replace(/^[^/]*\//, ''),
      contextShare: state === null ? null : contextShare(state),
      contextTokens: state === null ? 0 : contextTokens(state.context),
      usage: totals?.usage ?? null,
      costMicroUsd: totals?.isPriced === true ? totals.costMicroUsd : null,
      isLowerBound: totals?.isLowerBound ?? false,
      filesChanged: this.files.count,
      queued: this.waiting().length,
      others: Math.max(0, (client.attachment?.present ?? []).filter(({ since }) => since !== null).length - 1),
      server: this.desk.work.server,
      remarks: [...this.remarks, ...this.whoDrives()],
    }
  }

  private whoDrives(): readonly string[] {
    const { driving, isStalled = false } = this.desk.client.attachment ?? {}
    if (isStalled) return ['disk full']
    if (this.desk.work.server === null)
      return driving?.type === 'following' ? [`driven by pid ${driving.owner.pid}`] : []
    // That it is away is said where the activity is; which worker it is says nothing to anybody here.
    const hindered = this.desk.client.attachment?.trouble ? null : hindrance(this.desk.client)
    return hindered === null ? [] : [hindered]
  }
}
