import type { RoleProcess } from '../../support/role-process.ts'
import { driverOf, type Backstage } from './backstage.ts'
import { openTemporalProxy, type TemporalProxy } from './temporal-proxy.ts'

/** A worker, and what stands between it and Temporal. */
export interface CrewMember {
  readonly role: RoleProcess
  readonly proxy: TemporalProxy
}

/** Workers of one queue: where one is killed, another takes over. */
export class Crew {
  #restarting: Promise<unknown> = Promise.resolve()

  constructor(
    readonly members: readonly CrewMember[],
    private readonly backstage: Backstage,
  ) {}

  /** The one that works on a session. */
  async driverOf(session: string): Promise<CrewMember> {
    const pid = await driverOf(this.backstage, session)
    const found = this.members.find(({ role }) => role.pid === pid)
    if (found === undefined) throw new Error(`process ${pid} works on ${session}, and is none of ours`)
    return found
  }

  /** The first of whom a call of this method, or the answer to it, is kept back. */
  async firstKept(method: string, what: 'call' | 'answer'): Promise<CrewMember> {
    const traps = this.members.map((member) => ({ member, kept: member.proxy.keep(method, what) }))
    const first = await Promise.race(traps.map(({ member, kept }) => kept.come.then(() => member)))
    for (const { kept } of traps) kept.cancel()
    return first
  }

  /** SIGKILL; another is started in its place while the rest go on. */
  async kill({ role }: CrewMember): Promise<void> {
    await role.kill()
    this.#restarting = role.restart()
  }

  /** Resolves when all are there. */
  async whole(): Promise<void> {
    await this.#restarting
  }
}

/** What each of a crew is started with: proxies to Temporal, closed by `finished`. */
export async function openProxies(
  address: string,
  finished: (undo: () => Promise<void>) => void,
): Promise<readonly [TemporalProxy, TemporalProxy]> {
  const proxies = [await openTemporalProxy(address), await openTemporalProxy(address)] as const
  for (const proxy of proxies) finished(() => proxy.close())
  return proxies
}
