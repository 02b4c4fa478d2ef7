import { findSession } from '../../session/pick-session.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/resume`. */
export const resumeCommand: SlashCommand = {
  name: 'resume',
  usage: '[SESSION]',
  summary: 'go over to another session: by id, name or words of its prompt, or from a list',
  // This one last: it is there for whoever writes its name, and would otherwise get one that is called alike.
  candidates: async ({ store, client }) =>
    (await store.sessions.list())
      .toSorted((a, b) => Number(a.id === client.session) - Number(b.id === client.session))
      .map(({ id, name, title }) => ({ value: id, summary: name ?? title, called: { name, words: title } })),
  run: async (argument, desk) => {
    const { client, store, close, pick, say } = desk
    if (argument !== '') {
      const isNamed = client.conversation === null && client.name === argument
      const find = async () => (await findSession(store.sessions, argument, store.blobs)).id
      const looking = { how: 'sending', text: `/resume ${argument}` } as const
      const id = isNamed ? client.session : await client.onTheWay.showWhile(looking, find())
      if (id === client.session) return say(`this is session ${argument} already`)
      return close({ type: 'open', session: id })
    }
    const picked = await pick()
    if (picked !== null) close({ type: 'open', session: picked })
  },
}

/** `/sessions`, which people look for as well. */
export const sessionsCommand: SlashCommand = { ...resumeCommand, name: 'sessions', summary: 'the same as /resume' }
