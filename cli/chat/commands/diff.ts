import { mountChanges, treeDiff } from '../../workspace/mount-changes.ts'
import { mountsHere } from '../../workspace/mounts-here.ts'
import { thisMachine } from '../../workspace/this-machine.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/diff`. */
export const diffCommand: SlashCommand = {
  name: 'diff',
  usage: '',
  summary: 'what differs from your disk and was not applied',
  run: async (_argument, { client, store, show, say }) => {
    const mounts = mountsHere(client.conversation?.state.workspace.mounts ?? [], thisMachine(store))
    const changed = await mountChanges(mounts, store.blobs)
    if (changed.length === 0) return say('nothing changed')
    for (const { mount } of changed)
      show({ type: 'diff', diff: await treeDiff(mount.baseRef, mount.headRef, store.blobs) })
  },
}
