import { openBlobStage } from '../../compose.ts'
import { journalDirectory, readState } from '../../open-store.ts'
import { applyReport } from '../../workspace/apply-report.ts'
import { mountChanges } from '../../workspace/mount-changes.ts'
import { mountsHere, type MountHere } from '../../workspace/mounts-here.ts'
import { recordApply } from '../../workspace/record-apply.ts'
import { selectPaths } from '../../workspace/select-paths.ts'
import { thisMachine } from '../../workspace/this-machine.ts'
import { currentDirectory } from '../../args/change-directory.ts'
import type { ChatDesk, SlashCommand } from './slash-command.ts'

/** `/apply`. */
export const applyCommand: SlashCommand = {
  name: 'apply',
  usage: '[PATH...]',
  summary: 'write the changes to your disk; conflicts are shown and left alone',
  candidates: async ({ client, store }) => {
    const all = await mountChanges(await mountsOf({ client, store }), store.blobs)
    return all.flatMap(({ changes }) => changes.map(({ path, type }) => ({ value: path, summary: type })))
  },
  run: async (argument, desk) => {
    const applied = await apply(argument, desk, false)
    const withheld = applied.flatMap(({ needsConsent }) => needsConsent)
    if (withheld.length === 0) return
    const answer = await desk.ask(
      `write ${withheld.map(({ path }) => path).join(', ')} too? They can run code. [y/n]`,
      ['y', 'n'],
    )
    if (answer === 'y') await apply(argument, desk, true)
  },
}

/** From the log: what is shown may not have come to its end yet. */
async function mountsOf({ client, store }: Pick<ChatDesk, 'client' | 'store'>): Promise<readonly MountHere[]> {
  if ((await store.sessions.get(client.session)) === null) return []
  const { workspace } = await readState(store, client.session)
  return mountsHere(workspace.mounts, thisMachine(store))
}

async function apply(argument: string, { client, store, work, say }: ChatDesk, allowExecFiles: boolean) {
  const mounts = await mountsOf({ client, store })
  const words = argument.split(/\s+/).filter((word) => word !== '')
  const only =
    words.length === 0 ? null : selectPaths(words, await mountChanges(mounts, store.blobs), currentDirectory())
  const blobs = openBlobStage(store)
  const { applyMounts } = await import('../../workspace/apply-mounts.ts')
  const request = {
    session: client.session,
    mounts,
    blobs,
    journalDirectory: journalDirectory(),
    only,
    allowExecFiles,
    dryRun: false,
  }
  const applied = await applyMounts(request)
  await recordApply(client.session, applied, blobs.staged(), work.host)
  const isClean = applied.every(({ conflicts, needsConsent }) => conflicts.length + needsConsent.length === 0)
  say(applyReport(applied, false).join('\n'), isClean ? 'good' : 'warning')
  return applied
}
