import type { Store } from '../../../core/ports/store.ts'

/** A store as the contract asks for: what clients do goes through the gateway, what workers do to the store behind it. */
export function withWorkers(client: Store, behind: Store): Store {
  const { log, inbox, leases, checkpoints } = client
  return {
    ...client,
    log: { read: log.read, head: log.head, watch: log.watch, append: (request) => behind.log.append(request) },
    inbox: {
      submit: inbox.submit,
      pending: inbox.pending,
      status: inbox.status,
      settle: (...given) => behind.inbox.settle(...given),
    },
    leases: {
      holder: leases.holder,
      acquire: (...given) => behind.leases.acquire(...given),
      renew: (...given) => behind.leases.renew(...given),
      release: (...given) => behind.leases.release(...given),
    },
    checkpoints: { load: checkpoints.load, save: (...given) => behind.checkpoints.save(...given) },
  }
}
