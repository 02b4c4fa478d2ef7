import type { Store } from '../../core/ports/store.ts'

/** Connects once more to the data of one test, as another process would. */
export type Connect = () => Promise<Store>

/** What a suite asks for at the start of each test: an empty backend. */
export type MakeBackend = () => Connect
