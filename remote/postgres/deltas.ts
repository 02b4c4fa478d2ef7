import type { Deltas } from '../../core/ports/deltas.ts'
import type { Database } from './database.ts'
import { DeltaPublisher } from './delta-publisher.ts'
import { DeltaSubscriber } from './delta-subscriber.ts'
import { topicOf } from './delta-topic.ts'
import type { Tenant } from './tenant.ts'

/** Deltas between all processes that share a database. */
export interface PostgresDeltas {
  of(tenant: Tenant): Deltas
  close(): Promise<void>
}

/** Opens the channel: notifications beside the log, which no transaction of the log waits for. */
export function openPostgresDeltas(database: Database): PostgresDeltas {
  const publisher = new DeltaPublisher(database)
  const subscriber = new DeltaSubscriber(database)
  return {
    of: (tenant) => ({
      publish: (session, delta) => publisher.publish(topicOf(tenant, session), delta),
      keepOnly: (session, opIds) => publisher.keepOnly(topicOf(tenant, session), opIds),
      subscribe: (session, receive) =>
        // A function of its own, so that one callback given twice is two listeners.
        subscriber.subscribe(topicOf(tenant, session), (delta) => receive(delta)),
    }),
    close: async () => {
      await Promise.all([publisher.close(), subscriber.close()])
    },
  }
}
