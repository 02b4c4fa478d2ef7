import { describe, expect, test } from 'vitest'
import type { MakeBackend } from './store-backend.ts'
import { newSession, otherSession, session, unknownSession, withSession } from './store-samples.ts'

/** Laws of `Checkpoints`. */
export function checkpointContract(makeBackend: MakeBackend): void {
  describe('checkpoints', () => {
    test('a session has none until one is saved', async () => {
      const connect = makeBackend()
      const { checkpoints } = await withSession(await connect())
      expect(await checkpoints.load(session)).toBeNull()
      expect(await checkpoints.load(unknownSession)).toBeNull()
    })

    test('the newest one is loaded, on every connection', async () => {
      const connect = makeBackend()
      const { checkpoints } = await withSession(await connect())
      await checkpoints.save(session, { seq: 5, version: 1, state: { a: [1, null, 'é'] } })
      await checkpoints.save(session, { seq: 9, version: 2, state: { b: {} } })
      const other = await connect()
      expect(await other.checkpoints.load(session)).toEqual({ seq: 9, version: 2, state: { b: {} } })
    })

    test('an older one does not replace a newer, one of the same seq does', async () => {
      const connect = makeBackend()
      const { checkpoints } = await withSession(await connect())
      await checkpoints.save(session, { seq: 5, version: 1, state: 'five' })
      await checkpoints.save(session, { seq: 4, version: 1, state: 'four' })
      expect(await checkpoints.load(session)).toMatchObject({ state: 'five' })
      await checkpoints.save(session, { seq: 5, version: 2, state: 'five again' })
      expect(await checkpoints.load(session)).toMatchObject({ version: 2, state: 'five again' })
    })

    test('changing what was saved or loaded changes no later load', async () => {
      const connect = makeBackend()
      const { checkpoints } = await withSession(await connect())
      const state = { list: [1] }
      await checkpoints.save(session, { seq: 1, version: 1, state })
      state.list.push(2)
      const loaded = await checkpoints.load(session)
      ;(loaded?.state as typeof state).list.push(3)
      expect(await checkpoints.load(session)).toMatchObject({ state: { list: [1] } })
    })

    test('each session has its own', async () => {
      const connect = makeBackend()
      const { checkpoints, sessions } = await withSession(await connect())
      await sessions.create(newSession({ id: otherSession }))
      await checkpoints.save(session, { seq: 1, version: 1, state: 'one' })
      expect(await checkpoints.load(otherSession)).toBeNull()
    })

    test('an unknown session takes none', async () => {
      const connect = makeBackend()
      const { checkpoints } = await connect()
      const saving = checkpoints.save(unknownSession, { seq: 1, version: 1, state: null })
      await expect(saving).rejects.toMatchObject({ code: 'session-not-found' })
    })
  })
}
