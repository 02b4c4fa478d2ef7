import type { SessionId } from '../values/ids.ts'

/** Tells watchers in this process that a session changed, after the change and never inside it. */
export class ChangeEmitter {
  readonly #watchers = new Map<SessionId, Set<() => void>>()

  /** Returns the stop. */
  on(session: SessionId, changed: () => void): () => void {
    const watchers = this.#watchers.get(session) ?? new Set()
    this.#watchers.set(session, watchers)
    // A function of its own, so that one callback given twice is two watchers.
    const watcher = () => {
      changed()
    }
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0 && this.#watchers.get(session) === watchers) this.#watchers.delete(session)
    }
  }

  emit(session: SessionId): void {
    const watchers = this.#watchers.get(session)
    for (const watcher of watchers ?? [])
      queueMicrotask(() => {
        if (watchers?.has(watcher)) watcher()
      })
  }

  isWatched(session: SessionId): boolean {
    return this.#watchers.has(session)
  }

  clear(): void {
    for (const watchers of this.#watchers.values()) watchers.clear()
    this.#watchers.clear()
  }
}
