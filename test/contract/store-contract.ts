import { describe, onTestFinished } from 'vitest'
import { blobContract } from './blob-contract.ts'
import { checkpointContract } from './checkpoint-contract.ts'
import { eventLogContract } from './event-log-contract.ts'
import { inboxContract } from './inbox-contract.ts'
import { leaseContract } from './lease-contract.ts'
import { sessionIndexContract } from './session-index-contract.ts'
import type { MakeBackend } from './store-backend.ts'
import { watchContract } from './watch-contract.ts'

/**
 * What every backend must do. Written against the ports alone. `makeBackend` is called once a test,
 * inside it, so that it may clean up with `onTestFinished`; the suite closes what it connected.
 */
export function storeContract(name: string, makeBackend: MakeBackend): void {
  const makeClosing: MakeBackend = () => {
    const connect = makeBackend()
    const connectClosing = async () => {
      const store = await connect()
      onTestFinished(async () => store.close())
      return store
    }
    return Object.assign(connectClosing, connect)
  }
  describe(`${name} keeps the store contract`, () => {
    eventLogContract(makeClosing)
    watchContract(makeClosing)
    inboxContract(makeClosing)
    leaseContract(makeClosing)
    checkpointContract(makeClosing)
    sessionIndexContract(makeClosing)
    blobContract(makeClosing)
  })
}
