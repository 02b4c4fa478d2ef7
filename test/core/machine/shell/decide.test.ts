import { expect, test } from 'vitest'
import { Simulator } from '../../../support/simulator.ts'

const cancel = (simulator: Simulator, shellId: string | null) => simulator.command({ kind: 'shell.cancel', shellId })
const facts = ({ log }: Simulator) => log.map(({ event }) => event.kind).slice(1)

function start(simulator: Simulator): void {
  for (const intent of simulator.intents) if (intent.kind === 'shell.start') simulator.settle(intent, 'ok')
}

test('commands are counted, whatever became of those before', () => {
  const simulator = new Simulator()
  simulator.shell()
  cancel(simulator, 's1')
  expect(simulator.shell()).toMatchObject({ ok: true, events: [{ kind: 'shell.requested', shellId: 's2' }] })
})

test('one that waits is taken back, one that runs is told to stop, once', () => {
  const simulator = new Simulator()
  simulator.shell()
  start(simulator)
  simulator.shell()
  cancel(simulator, 's2')
  cancel(simulator, 's1')
  expect(cancel(simulator, 's1')).toEqual({ ok: true, events: [] })
  expect(facts(simulator)).toEqual([
    'shell.requested',
    'shell.started',
    'shell.requested',
    'shell.withdrawn',
    'shell.cancelling',
  ])
})

test.each(['s9', 's1', null])('to stop %s is refused when it neither runs nor waits', (shellId) => {
  const simulator = new Simulator()
  simulator.shell()
  cancel(simulator, 's1')
  expect(cancel(simulator, shellId)).toMatchObject({ ok: false, rejection: { code: 'no-active-shell' } })
})

test('one that was lost is not told to stop', () => {
  const simulator = new Simulator()
  simulator.shell()
  start(simulator)
  simulator.crash()
  expect(cancel(simulator, null)).toEqual({ ok: true, events: [] })
})
