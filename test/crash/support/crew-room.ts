import type { onTestFinished } from 'vitest'
import type { SessionId } from '../../../core/values/ids.ts'
import { modelOf } from '../../support/cli.ts'
import { startMockProvider, type MockProvider } from '../../support/mock-provider/mock-provider.ts'
import { openRemoteDesk, type RemoteDesk } from '../../support/remote-desk.ts'
import type { Surroundings } from '../../support/surroundings.ts'
import { openBackstage, type Backstage } from './backstage.ts'
import { Crew, openProxies } from './crew.ts'
import { markedWork, type MarkedWork } from './marked-work.ts'
import { attachRemote, type RemoteClient } from './remote-client.ts'

/** A server with two workers, a model that has marks left, and what a test sees behind it all. */
export interface CrewRoom {
  readonly desk: RemoteDesk
  readonly mock: MockProvider
  readonly work: MarkedWork
  readonly crew: Crew
  readonly backstage: Backstage
  /** Begins a session. */
  begin(session: string): Promise<SessionId>
  /** Somebody attached to it, until `finished`. */
  attach(session: SessionId): Promise<RemoteClient>
}

/** How its servers are reached: by the proxies of workers, or a worse way still. */
export interface CrewWish {
  /** Workers speak to Temporal themselves. */
  readonly isDirect?: boolean
}

/** Starts it all. A worker that says nothing for a second is taken for dead; `finished` undoes what is opened. */
export async function openCrewRoom(
  surroundings: Surroundings,
  finished: typeof onTestFinished,
  { isDirect = false }: CrewWish = {},
): Promise<CrewRoom> {
  const work = markedWork()
  finished(() => work.remove())
  const mock = await startMockProvider(work.script)
  finished(() => mock.close())
  const [one, other] = await openProxies(surroundings.temporal.address, finished)
  const through = ({ address }: { readonly address: string }) =>
    isDirect ? {} : { LIGHTSPEED_TEMPORAL_ADDRESS: address }
  const desk = await openRemoteDesk(surroundings, mock, { apart: { silence: 1 }, workerEnv: through(one), finished })
  const second = await desk.anotherWorker(through(other))
  const backstage = await openBackstage(surroundings.postgresUrl)
  finished(() => backstage.close())
  const members = [
    { role: desk.worker, proxy: one },
    { role: second, proxy: other },
  ]
  const crew = new Crew(members, backstage)
  finished(() => crew.whole())
  return {
    ...{ desk, mock, work, crew, backstage },
    begin: async (session) => {
      const model = modelOf['anthropic-messages']
      const begun = await desk.run(['run', '-q', work.prompt(`${session}-begin`), '-m', model, '--session-id', session])
      if (begun.code !== 0) throw new Error(begun.stderr)
      return session as SessionId
    },
    attach: async (session) => {
      const client = await attachRemote(desk, session)
      finished(() => client.close())
      return client
    },
  }
}
