import { hostname } from 'node:os'
import type { Host } from '../../core/host/host.ts'
import type { Store } from '../../core/ports/store.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { openBlobStage } from '../compose.ts'
import { composeInstructions } from './compose-instructions.ts'
import type { MountedTree, NewSessionFacts } from './new-session.ts'

/** What creates a session. It has a fixed id: starting a session twice is starting it once. */
export const createId = 'create' as CommandId

/** Registers the session and submits what it begins with: everything that later requests are built from. */
export async function startSession(facts: NewSessionFacts, store: Store, host: Pick<Host, 'submit'>): Promise<void> {
  const { id, model, mounts } = facts
  const stage = openBlobStage(store)
  const instructions = await composeInstructions(facts, store.blobs)
  const instructionsRef = stage.putText(instructions)
  const toolsRef = stage.putJson(facts.toolset.specs).ref
  await store.sessions.create({
    id,
    name: facts.name,
    directory: facts.directory,
    model: `${model.provider}/${model.model}`,
    title: facts.title,
    createdAt: Date.now(),
  })
  await host.submit(
    id,
    createId,
    { kind: 'session.create', ...model, instructionsRef, toolsRef, name: facts.name },
    stage.staged(),
  )
  await submitMounts(id, mounts, host)
}

/** Submits mounts of a session, new or not. */
export async function submitMounts(
  session: SessionId,
  mounts: readonly MountedTree[],
  host: Pick<Host, 'submit'>,
): Promise<void> {
  for (const { path, root, readOnly, source, ignoreRef } of mounts) {
    const id = `mount.${path.replace(/[^A-Za-z0-9_.-]/g, ':')}` as CommandId
    await host.submit(session, id, {
      ...{ kind: 'workspace.mount', path, baseRef: root, readOnly, source },
      ...(source !== null && { host: hostname() }),
      ...(ignoreRef !== null && { ignoreRef }),
    })
  }
}

/** A title for a list: the first line of a prompt, at most 120 characters. */
export function titleOf(prompt: string): string {
  const [first = ''] = prompt.trim().split('\n')
  return [...first.trim()].slice(0, 120).join('')
}
