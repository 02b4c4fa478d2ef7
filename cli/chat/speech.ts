import type { Stage } from '../../core/effects/stage.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { RunLimits } from '../../core/machine/run/events.ts'
import type { InputImage } from '../../core/ports/model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { userInput } from '../work/user-input.ts'
import { InOrder } from './in-order.ts'
import type { Coming, OnTheWay } from './on-the-way.ts'
import type { Proposals } from './proposals.ts'
import { sendingUnkept, type Sending } from './sending.ts'

/** What is spoken with. */
export interface SpeechParts {
  readonly store: Pick<Store, 'blobs'>
  readonly work: Pick<Work, 'models'>
  readonly onTheWay: OnTheWay
  readonly proposals: Proposals
  /** Of every run that is asked for. */
  readonly limits: RunLimits
  /** Joins the session, which `prompt` begins where there is none. Returns its API. */
  readonly begin: (prompt: string) => Promise<ApiKind>
}

/** Makes commands of what a person types, in the order in which they typed it. */
export class Speech {
  /** What was typed, while commands are made of it. */
  private readonly typed = new InOrder<null>()

  constructor(private readonly parts: SpeechParts) {}

  /** Asks for a run, or adds to the one under way. @throws FailedError when it is refused */
  send(
    text: string,
    how: 'run' | 'steer',
    images: readonly InputImage[] = [],
    sending: Sending = sendingUnkept(),
  ): Promise<void> {
    const { work, limits } = this.parts
    const kind = how === 'run' ? 'run.request' : 'run.steer'
    const shown = { how: how === 'run' ? 'queued' : 'steering', text } as const
    return this.say(shown, sending, async (api, stage) => {
      const input = userInput(text, images, await work.models.format(api), stage)
      return { kind, input, limits }
    })
  }

  /** Has a command run where the agent's run. @throws FailedError when it is refused */
  shell(line: string, sending: Sending): Promise<void> {
    const make = async (_api: ApiKind, stage: Stage) =>
      ({ kind: 'shell.request', lineRef: stage.putText(line) }) as const
    return this.say({ how: 'sending', text: `! ${line}` }, sending, make)
  }

  /** Sends what was typed, as the command that is made of it, behind what was typed before. */
  private say(shown: Coming, sending: Sending, make: (api: ApiKind, stage: Stage) => Promise<Command>): Promise<void> {
    const { store, onTheWay, proposals, begin } = this.parts
    return onTheWay.storing(shown.text, sending, async (kept) => {
      const begun = begin(shown.text)
      await this.typed.send(null, async (letBy) => {
        const stage = openBlobStage(store)
        const command = await make(await begun, stage)
        const asked = proposals.ask(command, stage.staged(), kept)
        // From here on it has its place among the proposals.
        letBy()
        await onTheWay.showWhile(shown, asked)
      })
    })
  }
}
