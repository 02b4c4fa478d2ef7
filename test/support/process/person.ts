import { openBlobStage, openWork } from '../../../cli/compose.ts'
import { openStore, places } from '../../../cli/open-store.ts'
import type { SandboxChoice } from '../../../cli/config/config-file.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'

// A person's terminal without a screen: `<session> <sandbox> [line...]` asks for each line as a command and
// drives until the session is idle. `stop` as the sandbox only asks to stop what runs.
const [session = '', sandbox = 'none', ...lines] = process.argv.slice(2)
const id = session as SessionId
const store = await openStore()
const choice = sandbox === 'auto' ? 'auto' : 'none'
const work = openWork(store, {
  config: { providers: [] },
  sandbox: choice satisfies SandboxChoice,
  stateDirectory: places().data,
})
if (sandbox === 'stop') {
  await work.host.submit(id, `stop-${process.pid}` as CommandId, { kind: 'shell.cancel', shellId: null })
} else {
  for (const [index, line] of lines.entries()) {
    const stage = openBlobStage(store)
    const command = { kind: 'shell.request', lineRef: stage.putText(line) } as const
    await work.host.submit(id, `shell-${index}` as CommandId, command, stage.staged())
  }
  work.host.deltas(id, ({ part }) => part.type === 'output' && process.stdout.write(part.text))
  const end = await work.host.drive(id, new AbortController().signal)
  process.stdout.write(`${end.type}\n`)
}
await work.close()
await store.close()
