import { expect, test } from 'vitest'
import { Simulator } from '../../../support/simulator.ts'

const idOf = (simulator: Simulator) => {
  const last = simulator.log.findLast(({ event }) => 'commandId' in event)?.event
  return last !== undefined && 'commandId' in last ? last.commandId : ''
}
const unsteer = (simulator: Simulator, steerId: string) => simulator.command({ kind: 'run.unsteer', steerId })
const refused = { ok: false, rejection: { code: 'not-waiting' } }

function running(): Simulator {
  const simulator = new Simulator()
  simulator.request()
  return simulator
}

function reply(simulator: Simulator): void {
  for (const intent of simulator.intents)
    if (intent.kind === 'model.generate')
      simulator.answerModel(intent, { type: 'generated', calls: [], stop: 'end', tokens: 1 })
}

test('steering that waits can be taken back, the others stay in their order', () => {
  const simulator = running()
  const ids = [1, 2, 3].map(() => {
    simulator.steer()
    return idOf(simulator)
  })
  expect(unsteer(simulator, ids[1] ?? '')).toMatchObject({ ok: true, events: [{ kind: 'run.unsteered' }] })
  expect(simulator.state.run.active?.steering.map(({ commandId }) => commandId)).toEqual([ids[0], ids[2]])
  expect(unsteer(simulator, ids[1] ?? '')).toMatchObject(refused)
})

test('a run whose only steering was taken back ends with its answer', () => {
  const simulator = running()
  simulator.steer()
  unsteer(simulator, idOf(simulator))
  reply(simulator)
  expect(simulator.state.run.last?.outcome).toEqual({ type: 'completed' })
})

test('steering that has entered the window is not taken back', () => {
  const simulator = running()
  simulator.steer()
  const id = idOf(simulator)
  reply(simulator)
  const { items } = simulator.state.context
  expect(unsteer(simulator, id)).toMatchObject(refused)
  expect(simulator.state.context.items).toBe(items)
})

test('steering that a cancelled run left over has entered the window too', () => {
  const simulator = running()
  simulator.steer()
  const id = idOf(simulator)
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(simulator.state.context.items).toHaveLength(2)
  expect(unsteer(simulator, id)).toMatchObject(refused)
})

test('steering that became a queued run is withdrawn, by the same id', () => {
  const simulator = running()
  for (const intent of simulator.intents)
    if (intent.kind === 'model.generate')
      simulator.answerModel(intent, { type: 'generated', calls: ['opaque'], stop: 'tool-calls', tokens: 1 })
  simulator.command({ kind: 'run.cancel', runId: null })
  simulator.steer()
  expect(simulator.state.run.queued.map(({ runId }) => runId)).toEqual(['r2'])
  const taken = unsteer(simulator, idOf(simulator))
  expect(taken).toMatchObject({ ok: true, events: [{ kind: 'run.withdrawn', runId: 'r2' }] })
  expect(simulator.state.run.queued).toEqual([])
})

test('what was never sent is not taken back', () => {
  expect(unsteer(running(), 'k99')).toMatchObject(refused)
  expect(unsteer(new Simulator(), 'k1')).toMatchObject(refused)
})
