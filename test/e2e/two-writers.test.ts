import { expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { inBothPlaces } from '../support/places.ts'

inBothPlaces((place) => {
  test('two processes write one session at once: both are answered, and a third sees every event once', async () => {
    const mock = await startMockProvider(({ userText, results }) =>
      results.length === 0
        ? { calls: [{ name: 'read_file', args: { path: 'a.txt' } }], startDelayMs: 50 }
        : { text: `answer to ${userText}`, startDelayMs: 50 },
    )
    onTestFinished(() => mock.close())
    const desk = await place.openDesk({ 'a.txt': 'text\n' }, mock)
    const model = ['-m', modelOf['openai-responses']]
    const opened = await desk.run(['run', '--json', ...model, '--session-id', 'shared', '--mount', '.', 'zero'])
    expect(opened.code).toBe(0)

    const follower = desk.start(['log', 'shared', '--json', '--follow'])
    const prompts = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(prompts.map((prompt) => desk.run(['run', '--json', '-r', 'shared', prompt])))
    for (const [index, { code, lines }] of answers.entries()) {
      expect(code).toBe(0)
      expect(lines().at(-1)).toMatchObject({ outcome: 'completed', text: `answer to ${prompts[index]}` })
    }

    const log = await readLog(desk, 'shared')
    expectSoundLog(log)
    expectSoundRequests(mock)
    // Runs follow one another: between a start and its finish no other run starts.
    const runs = log
      .filter(({ kind }) => kind === 'run.started' || kind === 'run.finished')
      .map(({ kind, runId }) => [kind, runId])
    expect(runs).toEqual(
      ['r1', 'r2', 'r3', 'r4', 'r5'].flatMap((run) => [
        ['run.started', run],
        ['run.finished', run],
      ]),
    )

    await follower.saw(new RegExp(`"seq":${log.length}\\b`))
    follower.child.kill('SIGINT')
    const seen = (await follower.ended).lines().filter((line) => 'seq' in line)
    expect(seen).toEqual(log)
  })
})
