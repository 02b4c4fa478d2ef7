import { expect, test } from 'vitest'
import { Simulator, type Answer } from '../../../support/simulator.ts'

const answer = (calls: Extract<Answer, { type: 'generated' }>['calls'] = []): Answer => {
  return { type: 'generated', calls, stop: 'end', tokens: 10 }
}

function settle(simulator: Simulator, outcome: 'ok' | 'cancelled' | 'unknown' = 'ok'): void {
  for (const intent of simulator.intents) {
    if (intent.kind === 'model.generate') throw new Error('an answer is due')
    simulator.settle(intent, outcome)
  }
}

function reply(simulator: Simulator, given: Answer): void {
  for (const intent of simulator.intents) if (intent.kind === 'model.generate') simulator.answerModel(intent, given)
}

const wanted = ({ intents }: Simulator) => intents.map(({ kind, opId }) => `${kind} ${opId}`)
const window = ({ state }: Simulator) => state.context.items.map(({ kind }) => kind)

test('while the session is idle a command starts at once, and its start is durable before it runs', () => {
  const simulator = new Simulator()
  simulator.shell()
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
  settle(simulator)
  expect(simulator.log.at(-1)?.event).toEqual({ kind: 'shell.started', shellId: 's1' })
  expect(wanted(simulator)).toEqual(['shell.run shell/s1'])
})

test('what it came to starts no run, and precedes the next prompt', () => {
  const simulator = new Simulator()
  simulator.shell()
  settle(simulator)
  settle(simulator)
  expect(simulator.intents).toEqual([])
  expect(window(simulator)).toEqual([])
  simulator.request()
  expect(window(simulator)).toEqual(['shell', 'user'])
})

test('asked for while the model answers, it waits for the answer and the results of its calls', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.shell()
  expect(wanted(simulator)).toEqual(['model.generate r1/t1/model'])
  reply(simulator, answer(['opaque', 'pure']))
  settle(simulator)
  expect(wanted(simulator)).toEqual(['tool.run r1/t1/c1'])
  settle(simulator)
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
  settle(simulator)
  settle(simulator)
  expect(wanted(simulator)).toEqual(['model.generate r1/t2/model'])
  expect(window(simulator)).toEqual(['user', 'assistant', 'tool-result', 'tool-result', 'shell'])
})

test('a run that is done ends before the command starts', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.shell()
  reply(simulator, answer())
  expect(simulator.log.at(-1)?.event.kind).toBe('run.finished')
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
})

test('a run that is cancelled does not wait for the command of a person, which goes on', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.shell()
  reply(simulator, answer(['pure']))
  settle(simulator)
  settle(simulator)
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(simulator.state.run.last?.outcome).toEqual({ type: 'cancelled' })
  expect(wanted(simulator)).toEqual(['shell.run shell/s1'])
})

test('a run and a compaction that were asked for meanwhile wait for it', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, answer())
  simulator.shell()
  settle(simulator)
  simulator.request()
  simulator.command({ kind: 'context.compact' })
  expect(wanted(simulator)).toEqual(['shell.run shell/s1'])
  settle(simulator)
  expect(simulator.intents).toMatchObject([{ kind: 'context.compact', reason: 'requested' }])
})

test('commands run one after the other, in the order they were asked for', () => {
  const simulator = new Simulator()
  simulator.shell()
  simulator.shell()
  settle(simulator)
  settle(simulator)
  expect(wanted(simulator)).toEqual(['shell.start shell/s2/start'])
})

test('one that is told to stop is stopped, and its own answer counts', () => {
  const simulator = new Simulator()
  simulator.shell()
  settle(simulator)
  const [running] = simulator.intents
  simulator.command({ kind: 'shell.cancel', shellId: null })
  expect(wanted(simulator)).toEqual(['shell.stop shell/s1'])
  if (running !== undefined) simulator.settle(running, 'ok')
  expect(simulator.log.at(-1)?.event).toMatchObject({ kind: 'shell.finished', outcome: 'ok' })
  expect(simulator.intents).toEqual([])
})

test('one whose process is gone is settled and never run again', () => {
  const simulator = new Simulator()
  simulator.shell()
  settle(simulator)
  simulator.crash()
  expect(simulator.intents).toMatchObject([{ kind: 'shell.settle', opId: 'shell/s1', reason: 'lost' }])
  simulator.crash()
  expect(simulator.intents).toMatchObject([{ kind: 'shell.settle', reason: 'lost' }])
})

test('one whose start was not recorded is started after a crash', () => {
  const simulator = new Simulator()
  simulator.shell()
  simulator.crash()
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
})

test('one that was asked for behind prompts waits until the model was shown them', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.steer()
  simulator.request()
  simulator.shell()
  reply(simulator, answer(['pure']))
  settle(simulator)
  expect(wanted(simulator)).toEqual(['model.generate r1/t2/model'])
  reply(simulator, answer())
  expect(wanted(simulator)).toEqual(['model.generate r2/t3/model'])
  reply(simulator, answer(['pure']))
  settle(simulator)
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
})

test('one that was asked for before a prompt is done before it', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.request()
  simulator.shell()
  simulator.request()
  simulator.shell()
  reply(simulator, answer())
  reply(simulator, answer())
  expect(wanted(simulator)).toEqual(['shell.start shell/s1/start'])
  settle(simulator)
  settle(simulator)
  expect(wanted(simulator)).toEqual(['model.generate r3/t3/model'])
  reply(simulator, answer())
  expect(wanted(simulator)).toEqual(['shell.start shell/s2/start'])
})

test('prompts that were taken back hold no command up', () => {
  const simulator = new Simulator()
  simulator.shell()
  settle(simulator)
  simulator.request()
  simulator.shell()
  settle(simulator)
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(wanted(simulator)).toEqual(['shell.start shell/s2/start'])
})
