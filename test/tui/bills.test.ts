import { expect, test } from 'vitest'
import { modelOf, wires } from '../support/cli.ts'
import { gate } from './support/answers.ts'
import { everything, idle, openChat, openRoom, say, status, statusLine } from './support/chat.ts'

test.each(wires)('%s: what an interrupted answer was billed is said to be a lower bound, everywhere', async (wire) => {
  const { opened } = gate()
  const half = { text: 'BEGIN and then much more of it, and no end of it yet.', goesOnAfter: opened, deltaChars: 3 }
  const { terminal, desk } = await openChat({ script: () => half, wire, size: [120, 30] })
  say(terminal, 'go on')
  await terminal.waitFor('BEGIN')
  terminal.press('escape')
  await terminal.waitFor(/! interrupted · .* in, ≥\d+ out · (≥\$|cost unknown)/)
  await idle(terminal)
  await status(terminal, /≥\S+ in .*(≥\$|cost unknown)/)
  say(terminal, '/cost')
  await terminal.waitFor(/1 run, 1 turn, 0 tool calls, ≥\S+ in.*, ≥\d+ out, (≥\$|cost unknown)/)
  expect((await desk.run(['cost'])).stdout).toMatch(/≥\S+ in.*, ≥\d+ out, (≥\$|cost unknown)/)
  expect(JSON.parse((await desk.run(['cost', '--json'])).stdout)).toMatchObject({ isLowerBound: true })
  expect((await desk.run(['export'])).stdout).toMatch(/cancelled in .*≥\S+ in.*≥\d+ out/)
  // The one provider that says at the start what the request took.
  const input = /≥(\S+) in/.exec(statusLine(terminal))?.[1]
  expect(input === '0').toBe(wire !== 'anthropic-messages')
  expect(everything(terminal)).not.toMatch(/[^≥]\$0/)
})

test.each(wires)('%s: so is a run in which an answer was cut and tried again', async (wire) => {
  const cut = { text: 'some words that are cut', deltaChars: 3, fault: { type: 'cut', at: 'mid-stream' } } as const
  const { desk } = await openRoom({
    script: ({ userText, attempt }) => (userText.includes('cut') && attempt === 0 ? cut : { text: 'done' }),
  })
  const run = ['run', '-m', modelOf[wire], '--sandbox', 'none', '--output-format', 'json']
  const [outcome] = (await desk.run([...run, 'cut it'])).lines().slice(-1)
  expect(outcome).toMatchObject({ outcome: 'completed', isLowerBound: true })
  const [exact] = (await desk.run([...run, 'do it'])).lines().slice(-1)
  expect(exact).not.toHaveProperty('isLowerBound')
})
