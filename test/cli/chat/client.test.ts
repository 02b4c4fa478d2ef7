import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ChatClient } from '../../../cli/chat/client.ts'
import { sendingUnkept } from '../../../cli/chat/sending.ts'
import { openWork } from '../../../cli/compose.ts'
import { readConfig } from '../../../cli/config/config-file.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { noLimits } from '../../support/simulator.ts'
import { openScribe } from './scribe.ts'

/** A chat with a session that is there. */
async function openClient() {
  const directory = mkdtempSync(join(tmpdir(), 'client-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const store = openMemoryStore()
  const { session } = await openRig(
    store,
    fakeModels(() => ({ text: 'hi' })),
  )
  const config = readConfig(directory)
  const work = openWork(store, { config, sandbox: 'none', stateDirectory: directory, ephemeral: true })
  const wish = { model: 'nobody/nothing', effort: null }
  const about = { session, mounts: [], wish, config, say: () => undefined }
  const facts = { ...about, directory, name: null, newName: null, known: true, modelOf: null, limits: noLimits }
  const client = new ChatClient(facts, store, work, openScribe())
  onTestFinished(async () => {
    await client.close()
    await work.close()
  })
  /** Those of what is asked for, in the order of the log. */
  const asked = async () =>
    (await store.log.read(session, 0)).map(({ event }) => event.kind).filter((kind) => kind.endsWith('.requested'))
  return { client, asked }
}

test('a prompt that is sent before its session has been read goes into that session, which is not prepared anew', async () => {
  const { client, asked } = await openClient()
  await client.speech.send('in a hurry', 'run')
  expect(await asked()).toEqual(['run.requested'])
})

test('what is sent in one breath is stored in the order in which it was typed', async () => {
  const { client, asked } = await openClient()
  await Promise.all([client.speech.send('first', 'run'), client.speech.shell('echo second', sendingUnkept())])
  expect(await asked()).toEqual(['run.requested', 'shell.requested'])
})
