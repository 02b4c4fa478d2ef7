import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { Inbox } from '../../core/ports/inbox.ts'
import { checkStaged } from '../../core/store/check-staged.ts'
import { errorCode } from '../../core/values/errors.ts'
import { commandBlobs, smallBytes } from '../gateway/limits.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { ForWorkersError } from './errors.ts'
import { inBase64 } from '../gateway/base64.ts'
import { RemoteBlobs } from './remote-blobs.ts'
import { notWoken } from './unwoken.ts'

/** Commands for sessions behind a gateway, which has them worked on. */
export function openRemoteInbox(remote: RemoteConnection): Inbox {
  const { rpc, unwoken } = remote
  const stored = new RemoteBlobs(remote)
  return {
    submit: async (session, { id, command }, blobs) => {
      checkStaged(blobs)
      const [inside, before] = divide(blobs)
      await stored.put(before.map(({ bytes }) => bytes))
      const travelling = inside.map(({ ref, bytes }) => ({ ref, base64: inBase64(bytes) }))
      await rpc('inbox.submit', { session, id, command, blobs: travelling }).catch((error: unknown) => {
        if (errorCode(error) !== notWoken) throw error
        // It is stored, which is all that was asked: whoever took it for lost would ask for it twice.
        unwoken.add(session, { id, command })
      })
    },
    pending: (session) => rpc('inbox.pending', { session }),
    status: (session, id) => rpc('inbox.status', { session, id }),
    settle: async () => Promise.reject(new ForWorkersError('settling a command')),
  }
}

/** Those that travel with their command, and those that are stored before it. */
function divide(blobs: readonly StagedBlob[]): readonly [readonly StagedBlob[], readonly StagedBlob[]] {
  const small = blobs.filter(({ bytes }) => bytes.length <= smallBytes)
  const inside = small.slice(0, Math.min(commandBlobs, 16))
  return [inside, blobs.filter((blob) => !inside.includes(blob))]
}
