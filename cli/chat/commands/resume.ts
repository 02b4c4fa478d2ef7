import { findSession } from '../../session/pick-session.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/resume`. */
export const resumeCommand: SlashCommand = {
  name: 'resume',
  usage: '[SESSION]',
  summary: 'go over to another session: by id, name or words of its prompt, or from a list',
  candidates: async ({ store, client }) =>
    (await store.sessions.list())
      .filter(({ id }) => id !== client.session)
      .map(({ id, name, title }) => ({ value: id, summary: name ?? title, called: { name, words: title } })),
  run: async (argument, desk) => {
    const { store, close, pick } = desk
    if (argument !== '') {
      const { id } = await findSession(store.sessions, argument, store.blobs)
      return close({ type: 'open', session: id })
    }
    const picked = await pick()
    if (picked !== null) close({ type: 'open', session: picked })
  },
}

/** `/sessions`, which people look for as well. */
export const sessionsCommand: SlashCommand = { ...resumeCommand, name: 'sessions', summary: 'the same as /resume' }
