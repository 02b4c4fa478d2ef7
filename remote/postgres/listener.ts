import pg from 'pg'
import type { Database } from './database.ts'
import { hangUp } from './hang-up.ts'

/** Hears notifications until it is closed. */
export interface Listener {
  close(): Promise<void>
}

/** What a listener tells. */
export interface Hearing {
  readonly heard: (payload: string) => void
  /** From now on nothing is missed; called again after every break. */
  readonly connected: () => void
}

/** How soon a broken connection is opened again, ms. */
const againMs = 250

/** Listens on a channel, over a connection of its own that is opened again when it breaks. */
export function openListener({ pool }: Pick<Database, 'pool'>, channel: string, hearing: Hearing): Listener {
  let isClosed = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let opening: Promise<void> = Promise.resolve()
  const again = (): void => {
    if (client !== null) hangUp(client)
    client = null
    clearTimeout(timer)
    if (!isClosed)
      timer = setTimeout(() => {
        opening = open()
      }, againMs)
  }
  const open = async (): Promise<void> => {
    const next = new pg.Client(pool.options)
    client = next
    const broken = (): void => {
      if (client === next) again()
    }
    next.on('error', broken)
    next.on('end', broken)
    next.on('notification', ({ payload = '' }) => hearing.heard(payload))
    try {
      await next.connect()
      await next.query(`LISTEN ${channel}`)
      hearing.connected()
    } catch {
      broken()
    }
  }
  opening = open()
  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      if (client !== null) hangUp(client)
      client = null
      await opening
    },
  }
}
