import { expect, test } from 'vitest'
import type { Event } from '../../../core/machine/index.ts'
import { sessionTotals } from '../../../core/machine/view/session-totals.ts'
import { law } from '../../support/random-history.ts'
import type { Simulator } from '../../support/simulator.ts'

const nothing = () => undefined

test('what a person said enters the window once, in order, and stays there until a compaction', () => {
  law((simulator) => {
    const compacted = simulator.log.findLastIndex(({ event }) => event.kind === 'context.compacted')
    const taken = unsteered(simulator)
    const said = simulator.log
      .slice(compacted + 1)
      .flatMap(({ event }) => (event.kind === 'run.steered' && !taken.has(event.commandId) ? [event.input.ref] : []))
    const waiting = (simulator.state.run.active?.steering ?? []).map(({ ref }) => ref)
    const inWindow = simulator.state.context.items.filter(({ ref }) => said.includes(ref)).map(({ ref }) => ref)
    expect([...inWindow, ...waiting.filter((ref) => said.includes(ref))]).toEqual(said)
  })
})

test('steering that was taken back never enters the window, and what has entered is never taken back', () => {
  law((simulator) => {
    const taken = unsteered(simulator)
    const { active } = simulator.state.run
    for (const { event } of simulator.log) {
      if (event.kind !== 'run.steered' || !taken.has(event.commandId)) continue
      expect(simulator.state.context.items.map(({ ref }) => ref)).not.toContain(event.input.ref)
      expect(active?.steering.map(({ commandId }) => commandId) ?? []).not.toContain(event.commandId)
    }
  })
})

test("a person's command is started once, alone, between turns, and ends once", () => {
  law(nothing, (simulator) => {
    expectLoneShells(simulator)
    simulator.crash()
    simulator.finish()
    expectLoneShells(simulator)
    expect(simulator.state.shell).toMatchObject({ queued: [], active: null })
    const of = (kind: string) =>
      simulator.log.flatMap(({ event }) => (event.kind === kind && 'shellId' in event ? [event.shellId] : []))
    const ended = simulator.log.filter(({ event }, index) => isFirst(event, simulator.log.slice(0, index)))
    expect(
      [...ended.map(({ event }) => ('shellId' in event ? event.shellId : '')), ...of('shell.withdrawn')].sort(),
    ).toEqual(of('shell.requested').sort())
  })
})

test('a command that was started is wanted until it has ended, and not to be run once it was lost', () => {
  law(({ state, intents, log }) => {
    const { active } = state.shell
    if (active === null) return
    expect(intents.map(({ opId }) => opId)).toEqual([active.opId])
    const isLost = log.some(({ event }) => event.kind === 'shell.lost' && event.shellId === active.shellId)
    expect(intents[0]?.kind === 'shell.settle').toBe(isLost)
    expect(state.tool.calls.every(({ phase }) => phase === 'finished')).toBe(true)
  })
})

test('what a person asks is taken up in the order in which it was asked', () => {
  law(nothing, ({ log }) => {
    const events = log.map(({ event }) => event)
    const asked = new Map(
      events.flatMap((event, index) =>
        'shellId' in event && event.kind === 'shell.requested' ? [[event.shellId, index]] : [],
      ),
    )
    const runs = new Map(
      events.flatMap((event, index) => (event.kind === 'run.requested' ? [[event.runId, index]] : [])),
    )
    events.forEach((event, index) => {
      const before = events.slice(0, index)
      if (event.kind === 'run.started')
        for (const [shellId, at] of asked)
          if (at < (runs.get(event.runId) ?? 0))
            expect(
              before.some((past) => begins(past, shellId)),
              shellId,
            ).toBe(true)
      if (event.kind === 'shell.started')
        for (const runId of [...runs].filter(([, at]) => at < (asked.get(event.shellId) ?? 0)).map(([runId]) => runId))
          expect(isShown(before, runId), runId).toBe(true)
    })
  })
})

test("what a person's command came to waits for the next turn, enters once, and starts no run", () => {
  law(
    (simulator) => {
      const { items, pending } = simulator.state.context
      const results = [...items, ...pending].filter(({ kind }) => kind === 'shell').map(({ ref }) => ref)
      expect(new Set(results).size).toBe(results.length)
      const compacted = simulator.log.findLastIndex(({ event }) => event.kind === 'context.compacted')
      const ended = simulator.log
        .slice(compacted + 1)
        .flatMap(({ event }, index) =>
          event.kind === 'shell.finished' && isFirst(event, simulator.log.slice(0, compacted + 1 + index))
            ? [event.item.ref]
            : [],
        )
      expect(results.slice(results.length - ended.length)).toEqual(ended)
    },
    ({ log }) => {
      const runs = log.flatMap(({ event }) => (event.kind === 'run.requested' ? [event.commandId] : []))
      const shells = log.flatMap(({ event }) => (event.kind === 'shell.requested' ? [event.commandId] : []))
      expect(runs.filter((id) => shells.includes(id))).toEqual([])
    },
  )
})

test('the account of a session is the sum over its log', () => {
  law(nothing, ({ state, log }) => {
    const bills = log.flatMap(({ event }) => ('usage' in event && event.usage !== null ? [event] : []))
    const sum = (read: (bill: (typeof bills)[number]) => number) => bills.reduce((total, bill) => total + read(bill), 0)
    expect(sessionTotals(state)).toEqual({
      runs: log.filter(({ event }) => event.kind === 'run.started').length,
      turns: log.filter(({ event }) => event.kind === 'turn.started').length,
      toolCalls: log.filter(({ event }) => event.kind === 'tool.started' && event.attempt === 1).length,
      shells: log.filter(({ event }) => event.kind === 'shell.requested').length,
      usage: {
        inputTokens: sum(({ usage }) => usage?.inputTokens ?? 0),
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: bills.length,
        reasoningTokens: 0,
      },
      costMicroUsd: sum(({ costMicroUsd }) => costMicroUsd ?? 0),
      isPriced: true,
      isLowerBound: false,
    })
  })
})

/** Commands whose steering was taken back. */
function unsteered({ log }: Simulator): ReadonlySet<string> {
  return new Set(log.flatMap(({ event }) => (event.kind === 'run.unsteered' ? [event.steerId] : [])))
}

/** Whether this is the end of a person's command: what comes after the first changes nothing. */
function isFirst(event: Event, before: Simulator['log']): boolean {
  if (event.kind !== 'shell.finished') return false
  return !before.some((entry) => entry.event.kind === 'shell.finished' && entry.event.shellId === event.shellId)
}

/** Whether this takes a command of a person up, or back. */
function begins(event: Event, shellId: string): boolean {
  return (event.kind === 'shell.started' || event.kind === 'shell.withdrawn') && event.shellId === shellId
}

/** Whether a run had a turn, or ended without one. */
function isShown(events: readonly Event[], runId: string): boolean {
  const began = events.findIndex((event) => event.kind === 'run.started' && event.runId === runId)
  if (began < 0) return events.some((event) => event.kind === 'run.withdrawn' && event.runId === runId)
  return events.slice(began).some(({ kind }) => kind === 'turn.started' || kind === 'run.finished')
}

/** Between the start of a person's command and its end nothing else starts; it starts where no call is open. */
function expectLoneShells({ log }: Simulator): void {
  let running: string | null = null
  let open = 0
  // A late answer opens no calls.
  let awaited: string | null = null
  const started = new Set<string>()
  const withdrawn = new Set<string>()
  for (const { event } of log) {
    if (event.kind === 'turn.started') awaited = event.turnId
    if (event.kind === 'turn.generated' && event.turnId === awaited) open = event.calls.length
    if ('turnId' in event && event.kind !== 'turn.started' && event.kind !== 'turn.retried') awaited = null
    if (event.kind === 'turn.finished' || event.kind === 'run.finished') open = 0
    if (event.kind === 'shell.withdrawn') withdrawn.add(event.shellId)
    // A late start of one that was taken back starts nothing; no host records it.
    if (event.kind === 'shell.started' && !withdrawn.has(event.shellId)) {
      expect(running).toBeNull()
      expect(open).toBe(0)
      expect(started).not.toContain(event.shellId)
      started.add(event.shellId)
      running = event.shellId
    }
    if (event.kind === 'shell.finished' && event.shellId === running) running = null
    if (event.kind === 'tool.started' || event.kind === 'turn.started' || event.kind === 'run.started')
      expect(running, `${event.kind} while a command runs`).toBeNull()
  }
}
