import { expect, test } from 'vitest'
import type { Delta, DeltaPart } from '../../../core/ports/deltas.ts'
import type { Store } from '../../../core/ports/store.ts'
import type { Event } from '../../../core/machine/events.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { shellOpId } from '../../../core/machine/op-ids.ts'
import type { CommandId, OpId, RunId, ShellId, TurnId } from '../../../core/values/ids.ts'
import { failedOutcome, type OutcomeLine } from '../../../cli/outcome/outcome-line.ts'
import { palette } from '../../../cli/render/palette.ts'
import { Screen } from '../../../cli/render/screen.ts'
import { TextView } from '../../../cli/work/text-view.ts'

const commandId = 'ours' as CommandId
const runId = 'r1' as RunId
const turnId = 't1' as TurnId
const model = 'r1/t1/model' as OpId
const call = 'r1/t1/c0' as OpId
const usage = { inputTokens: 1200, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 3, reasoningTokens: 0 }
const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }

/** A view whose two streams are one terminal, or two pipes. */
function openDesk(isTTY: boolean) {
  const store: Store = openMemoryStore()
  const out: string[] = []
  const err: string[] = []
  const terminal: string[] = []
  const stream = (own: string[]) => ({
    isTTY,
    columns: 60,
    write: (text: string) => (own.push(text), terminal.push(text)),
  })
  const view = new TextView({
    screen: new Screen(stream(out), stream(err)),
    colors: palette(false),
    blobs: store.blobs,
    commandId,
    heads: new Map([['/workspace', 'old' as BlobRef]]),
    resultText: async (ref) => Buffer.from(await store.blobs.get(ref)).toString(),
    showsDiffs: isTTY,
    diff: async (before, after) => `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${before}\n+${after}\n`,
    hasSource: true,
    hints: isTTY,
  })
  let seq = 0
  const put = async (text: string) => (await store.blobs.put([Buffer.from(text)]))[0] as BlobRef
  return {
    view,
    put,
    play: async (...events: readonly Event[]) => {
      for (const event of events) await view.entry({ seq: ++seq, at: seq, opId: model, event })
    },
    stream: (attempt: number, ...parts: readonly DeltaPart[]) =>
      parts.forEach((part, n) => view.delta({ opId: model, attempt, n, part } satisfies Delta)),
    text: () => ({ out: out.join(''), err: err.join(''), terminal: shown(terminal.join('')) }),
  }
}

/** What is left on a terminal once status lines were overwritten. */
function shown(text: string): string {
  return text.replaceAll(/\r\u001b\[K[^\r\n]*(?=\r\u001b\[K)/g, '').replaceAll('\r\u001b[K', '')
}

const item = (ref: BlobRef) => ({ kind: 'user', ref, sizeBytes: 1 }) as const
const begin = (ref: BlobRef): readonly Event[] => [
  { kind: 'run.requested', runId, commandId, input: item(ref), limits },
  { kind: 'run.started', runId },
  { kind: 'turn.started', turnId },
]
const generated = (textRef: BlobRef | null, calls: readonly { name: string; argsRef: BlobRef }[] = []): Event => ({
  kind: 'turn.generated',
  turnId,
  items: [],
  calls: calls.map((asked) => ({ callId: 'c', effectClass: 'transactional', ...asked })),
  stop: 'end',
  usage,
  costMicroUsd: 1,
  textRef,
  durationMs: 1,
})
const done: OutcomeLine = {
  ...failedOutcome({ outcome: 'completed', exitCode: 0 }, { code: '', message: '' }),
  session: 's',
  run: 'r1',
  text: 'All done.',
  turns: 1,
  usage,
  costUsd: 0.5,
  durationMs: 1500,
  filesChanged: [{ path: '/workspace/x', change: 'added' }],
}
const { error: _none, ...completed } = done

test('in a pipe stdout has the final answer and nothing else', async () => {
  const desk = openDesk(false)
  const ref = await desk.put('All done.')
  await desk.play(...begin(ref))
  desk.stream(1, { type: 'text', text: 'All ' }, { type: 'text', text: 'done.' })
  await desk.play(generated(ref))
  await desk.view.end(completed)
  expect(desk.text().out).toBe('All done.\n')
  expect(desk.text().err).toBe(
    'completed 1.5 s · 1 turn · 0 tool calls · 1.2k in, 3 out · $0.50\n1 file changed: /workspace/x (added)\n',
  )
})

test('on a terminal the answer streams once, whatever of it was lost on the way', async () => {
  const desk = openDesk(true)
  const ref = await desk.put('All is done.')
  await desk.play(...begin(ref))
  desk.stream(1, { type: 'thinking', text: 'hm' }, { type: 'text', text: 'All is' })
  await desk.play(generated(ref))
  await desk.view.end(completed)
  expect(desk.text().out).toBe('All is done.\n')
  expect(desk.text().terminal).toContain('All is done.\ncompleted')
  expect(desk.text().terminal).toContain('lightspeed apply')
})

test('deltas that do not fit the durable text are followed by all of it', async () => {
  const desk = openDesk(true)
  const ref = await desk.put('The truth.')
  await desk.play(...begin(ref))
  desk.stream(1, { type: 'text', text: 'The tr' }, { type: 'text', text: 'h.' })
  await desk.play(generated(ref))
  expect(desk.text().out).toBe('The trh.\nThe truth.\n')
})

test('an attempt that failed is told apart from the one that follows', async () => {
  const desk = openDesk(true)
  const ref = await desk.put('Good.')
  await desk.play(...begin(ref))
  desk.stream(1, { type: 'text', text: 'Goo' })
  await desk.play({
    kind: 'turn.retried',
    turnId,
    attempt: 1,
    code: 'network',
    status: null,
    message: 'reset',
    delayMs: 2000,
  })
  desk.stream(2, { type: 'text', text: 'Good.' })
  await desk.play(generated(ref))
  expect(desk.text().terminal).toBe('Goo\n! network: reset; again in 2.0 s\nGood.\n')
})

test('each call has its line, with what it changed below', async () => {
  const desk = openDesk(true)
  const args = await desk.put('{"path":"x\\u001b[2J"}')
  await desk.play(
    ...begin(args),
    generated(null, [{ name: 'edit', argsRef: args }]),
    { kind: 'tool.started', call, attempt: 1, effectClass: 'transactional' },
    { kind: 'workspace.advanced', path: '/workspace', headRef: 'new' as BlobRef, call },
    { kind: 'tool.finished', call, outcome: 'ok', item: item(args), outputRef: null, exitCode: null, durationMs: 12 },
  )
  expect(desk.text().terminal).toBe('✓ edit x␛[2J 12 ms\n    +++ b/x\n    @@ -1 +1 @@\n    -old\n    +new\n')
})

test('a call that failed or is unknown says so, with its exit code and what went wrong', async () => {
  const desk = openDesk(false)
  const args = await desk.put('{"command":"npm test"}')
  const told = await desk.put('\nnot run: \u001b[2Jthe disk\n1 file changed: a\nnot kept: why\n')
  const finished = (outcome: 'error' | 'unknown' | 'ok', exitCode: number | null): Event => ({
    kind: 'tool.finished',
    call,
    outcome,
    item: item(told),
    outputRef: null,
    exitCode,
    durationMs: 2500,
  })
  await desk.play(...begin(args), generated(null, [{ name: 'shell', argsRef: args }]), finished('error', 1))
  await desk.play(generated(null, [{ name: 'shell', argsRef: args }]), finished('unknown', null))
  await desk.play(generated(null, [{ name: 'shell', argsRef: args }]), finished('error', null))
  await desk.play(generated(null, [{ name: 'shell', argsRef: args }]), finished('ok', 1))
  expect(desk.text().err).toBe(
    '✗ shell npm test exit 1, 2.5 s\n    not kept: why\n! shell npm test unknown, 2.5 s\n' +
      '✗ shell npm test 2.5 s\n    not run: ␛[2Jthe disk\n✗ shell npm test exit 1, 2.5 s\n',
  )
})

test('runs of others are not shown', async () => {
  const desk = openDesk(false)
  const ref = await desk.put('{}')
  await desk.play(
    { kind: 'run.requested', runId, commandId: 'theirs' as CommandId, input: item(ref), limits },
    { kind: 'run.started', runId },
    generated(ref, [{ name: 'read', argsRef: ref }]),
    { kind: 'tool.finished', call, outcome: 'ok', item: item(ref), outputRef: null, exitCode: null, durationMs: 1 },
  )
  desk.stream(1, { type: 'text', text: 'theirs' })
  expect(desk.text()).toEqual({ out: '', err: '', terminal: '' })
})

test('a failure is said in one line, safe to print', async () => {
  const desk = openDesk(false)
  await desk.view.end({
    ...done,
    outcome: 'failed',
    exitCode: 1,
    text: null,
    filesChanged: [],
    error: { code: 'server', message: 'bad\n\u001b[31m' },
  })
  expect(desk.text().out).toBe('')
  expect(desk.text().err).toMatch(/^error: bad ␛\[31m\nfailed /)
})

test("a person's command in the middle of a run has its line, and moves heads even while the run waits", async () => {
  const desk = openDesk(true)
  const line = await desk.put('make \u001b[31m')
  const args = await desk.put('{"path":"x"}')
  const shell = (n: number): readonly Event[] => {
    const shellId = `s${n}` as ShellId
    return [
      { kind: 'shell.requested', shellId, commandId: 'theirs' as CommandId, lineRef: line },
      { kind: 'shell.started', shellId },
      { kind: 'workspace.advanced', path: '/workspace', headRef: `head${n}` as BlobRef, call: shellOpId(shellId) },
      {
        kind: 'shell.finished',
        shellId,
        outcome: 'ok',
        item: item(line),
        exitCode: n,
        outputRef: null,
        durationMs: 5,
      },
    ]
  }
  await desk.play(...shell(1), ...begin(args), ...shell(2))
  expect(desk.text().terminal).toBe(
    '✗ ! make ␛[31m exit 2, 5 ms\n    +++ b/x\n    @@ -1 +1 @@\n    -head1\n    +head2\n',
  )
})
