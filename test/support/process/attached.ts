import { createInterface } from 'node:readline'
import { keepDriving } from '../../../core/host/index.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { openBlobStage, openWork } from '../../../cli/compose.ts'
import { loadConfig, openStore, places } from '../../../cli/open-store.ts'
import { entryLine } from '../../../cli/outcome/run-lines.ts'
import { submitRun } from '../../../cli/work/submit-run.ts'

/*
 * What every terminal that is attached to a session runs, without the terminal: <session>. Lines of stdin are prompts,
 * `{"id":...,"prompt":...}`. Says on stdout, a JSON object a line: entries of the log as they come, what becomes of the
 * driving, the first delta of each operation, and which prompts are durable.
 */
const [name = ''] = process.argv.slice(2)
const session = name as SessionId
const store = await openStore()
const work = openWork(store, { config: loadConfig(), sandbox: 'none', stateDirectory: places().data })
const { signal } = new AbortController()
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }

work.presence.join(session, { terminal: null })
const begun = new Set<string>()
work.host.deltas(session, ({ opId, attempt, part: { type } }) => {
  const key = `${opId}#${attempt}`
  if (begun.has(key)) return
  begun.add(key)
  say({ type: 'delta', opId, part: type })
})

async function follow(): Promise<void> {
  for await (const entry of work.host.follow(session, 0, signal)) say({ type: 'entry', entry: entryLine(entry) })
}

async function takePrompts(): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const { id, prompt } = JSON.parse(line) as { id: CommandId; prompt: string }
    const wish = { session, commandId: id, api: 'openai-responses', prompt, images: [], limits, head: 0 } as const
    await submitRun(wish, store, { host: work.host, models: work.models, stage: openBlobStage(store) })
    say({ type: 'asked', id })
  }
}

const whyUnable = () => work.whyUnable(session)
const report = (driving: object) => say({ ...driving, type: 'driving', state: 'type' in driving ? driving.type : '' })
await Promise.all([follow(), takePrompts(), keepDriving(work.host, session, signal, { report, whyUnable })])
