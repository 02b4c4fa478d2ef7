import type { Attached, Leave } from '../../core/ports/presence.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { Attendance } from './attendance.ts'
import { attendanceChannel } from './attendance-line.ts'
import type { Database } from './database.ts'
import { topicOf } from './delta-topic.ts'
import { openListener, type Listener } from './listener.ts'
import { notify } from './notify.ts'
import type { Tenant } from './tenant.ts'

/** Who is attached to the sessions of one tenant. */
export interface TenantAttendance {
  join(session: SessionId, member: Attached): Leave
  /** Calls back at once with whoever is known, and whenever that changes. Returns the stop. */
  watch(session: SessionId, changed: (attached: readonly Attached[]) => void): () => void
}

/** Who is attached, told between all processes that share a database by notifications. */
export interface PostgresAttendance {
  of(tenant: Tenant): TenantAttendance
  close(): Promise<void>
}

/** Opens it; nothing is listened to before somebody is attached. */
export function openAttendance(database: Database): PostgresAttendance {
  let waiting: string[] = []
  let saying: Promise<void> | null = null
  const sayAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const notes = waiting.map((payload) => ({ channel: attendanceChannel, payload }))
      waiting = []
      await notify(database, notes)
    }
    saying = null
  }
  const attendance = new Attendance({
    // One after the other: pool connections would overtake each other, and a member leave before it came.
    say: (lines) => {
      waiting.push(...lines)
      saying ??= sayAll()
    },
  })
  let listener: Listener | null = null
  const listen = (): void => {
    listener ??= openListener(database, attendanceChannel, {
      heard: (line) => attendance.hear(line),
      connected: () => attendance.catchUp(),
    })
  }
  return {
    of: (tenant) => ({
      join: (session, member) => {
        listen()
        return attendance.join(topicOf(tenant, session), member)
      },
      watch: (session, changed) => {
        listen()
        return attendance.watch(topicOf(tenant, session), changed)
      },
    }),
    close: async () => {
      attendance.close()
      await saying
      await listener?.close()
    },
  }
}
