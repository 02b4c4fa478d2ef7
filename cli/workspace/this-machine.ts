import { hostname } from 'node:os'
import type { Store } from '../../core/ports/store.ts'
import { remoteWorks } from '../remote/remote-works.ts'

/**
 * What directories of this machine go by in the sessions of a store that other machines use as well; null where only this
 * one does, whose name may change (as a network wishes) without its directories becoming others.
 */
export function thisMachine(store: Store): string | null {
  return remoteWorks.has(store) ? hostname() : null
}
