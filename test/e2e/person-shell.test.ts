import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, openDesk, wires, type Desk } from '../support/cli.ts'
import { startMockProvider, type MockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Wire } from '../support/mock-provider/script.ts'
import { startPerson } from '../support/person.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'

interface Scene {
  readonly mock: MockProvider
  readonly desk: Desk
}

/** A session that has answered once. */
async function scene(wire: Wire, mount = '.'): Promise<Scene> {
  const mock = await startMockProvider(({ userText }) => ({ text: `answer to ${userText}` }))
  onTestFinished(() => mock.close())
  const desk = openDesk({ 'a.txt': 'text\n' }, mock)
  const begun = await desk.run(['run', '--json', '-m', modelOf[wire], '--session-id', 's', '--mount', mount, 'hello'])
  expect(begun.code, begun.stderr).toBe(0)
  return { mock, desk }
}

const lastRequest = ({ mock }: Scene) => JSON.stringify(mock.requests.at(-1)?.body)

async function endsOf({ desk }: Scene) {
  const log = await readLog(desk, 's')
  expectSoundLog(log)
  return log.filter(({ kind }) => kind === 'shell.finished')
}

test.each(wires)(
  "over %s, a person's command changes files and is told to the model with the next prompt",
  async (wire) => {
    const { desk, mock } = await scene(wire)
    const line = 'cat a.txt; echo made > b.txt; exit 3'
    const { code, stdout } = await startPerson(desk, ['s', 'none', line]).ended
    expect(code).toBe(0)
    expect(stdout).toBe('text\nidle\n')
    expect(mock.requests).toHaveLength(1)
    expect((await desk.run(['diff', '--name-only'])).stdout.trim()).toBe('b.txt')
    expect(await endsOf({ desk, mock })).toMatchObject([{ outcome: 'ok', exitCode: 3 }])

    const next = await desk.run(['run', '--json', '-c', 'what did I do?'])
    expect(next.lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'answer to what did I do?' })
    expect(lastRequest({ desk, mock })).toContain(
      `The person ran this command in the sandbox of this session, without you:\\n\\n$ ${line}\\n\\ntext\\nexit code: 3`,
    )
    expectSoundRequests(mock)
    expect((await desk.run(['sessions', 'show'])).stdout).toContain(
      '! cat a.txt; echo made > b.txt; exit 3 (ok, exit 3)',
    )
    expect((await desk.run(['log'])).stdout).toMatch(/shell\.finished +s1 outcome=ok/)
  },
)

test('a command that another terminal stops ends, and the session goes on', async () => {
  const { desk, mock } = await scene('openai-responses')
  const running = startPerson(desk, ['s', 'none', 'echo begun; sleep 600'])
  await running.saw('begun')
  expect((await startPerson(desk, ['s', 'stop']).ended).code).toBe(0)
  expect((await running.ended).stdout).toMatch(/^begun\n[^]*idle\n$/)
  expect(await endsOf({ desk, mock })).toMatchObject([{ outcome: 'cancelled' }])
  expect((await desk.run(['run', '-c', 'and now?'])).stdout.trim()).toBe('answer to and now?')
  expect(lastRequest({ desk, mock })).toContain('Stopped before it was done')
})

test('where the sandbox cannot be had the command is not run, and says what to do', async () => {
  const { desk, mock } = await scene('openai-responses')
  const sandboxes = join(desk.home, 'data/sandboxes')
  rmSync(sandboxes, { recursive: true, force: true })
  writeFileSync(sandboxes, 'in the way')
  expect((await startPerson(desk, ['s', 'auto', 'echo ran > ran.txt']).ended).code).toBe(0)
  expect(await endsOf({ desk, mock })).toMatchObject([{ outcome: 'error', exitCode: null }])
  expect((await desk.run(['diff'])).stdout).toBe('')
  await desk.run(['run', '-c', 'well?'])
  expect(lastRequest({ desk, mock })).toMatch(/The command was not run: .*sandboxes/)
})
