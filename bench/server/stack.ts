import { connectRemote } from '../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import type { Host } from '../../core/host/host.ts'
import type { Store } from '../../core/ports/store.ts'
import { startMockProvider, type MockProvider } from '../../test/support/mock-provider/mock-provider.ts'
import type { Script } from '../../test/support/mock-provider/script.ts'
import { launchPostgres, type PostgresServer } from '../../test/support/postgres.ts'
import { openRemoteDesk, type RemoteDesk } from '../../test/support/remote-desk.ts'
import { startS3 } from '../../test/support/s3-server.ts'
import { startTemporal, type TemporalServer } from '../../test/support/temporal.ts'

/** A whole server on this machine: real Postgres, Temporal and S3, one worker, one gateway, and a client of it. */
export interface BenchServer {
  readonly mock: MockProvider
  readonly temporal: TemporalServer
  readonly desk: RemoteDesk
  readonly store: Store
  readonly host: Host
  readonly postgres: Pick<PostgresServer, 'pid'>
  /** Of the server's database, as its owner. */
  readonly postgresUrl: string
  close(): Promise<void>
}

/** Starts it all; the provider answers by `script`. */
export async function openBenchServer(script: Script): Promise<BenchServer> {
  const undone: (() => unknown)[] = []
  const finished = (undo: unknown) => void undone.unshift(undo as () => unknown)
  const [postgres, temporal, s3, mock] = await Promise.all([
    launchPostgres(),
    startTemporal(),
    startS3(),
    startMockProvider(script),
  ])
  undone.push(mock.close, s3.stop, temporal.stop, postgres.stop)
  const postgresUrl = await postgres.createDatabase()
  const desk = await openRemoteDesk({ postgresUrl, temporal, s3 }, mock, {
    files: { 'a.txt': 'one\ntwo\nthree\n' },
    apart: { silence: 15 },
    workerEnv: { NODE_OPTIONS: '--inspect=127.0.0.1:0' },
    finished,
  })
  const remote = await connectRemote({ url: desk.url, key: desk.key, patienceMs: 60_000 })
  finished(() => remote.close())
  const store = openRemoteStore(remote)
  const close = async () => {
    for (const undo of undone) await undo()
  }
  return { mock, temporal, postgres, desk, store, host: openRemoteHost(remote, store), postgresUrl, close }
}
