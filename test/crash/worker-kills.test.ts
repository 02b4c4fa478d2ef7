import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { runs } from '../tui/support/answers.ts'

const kills = 12
const lanes = 3

describe.skipIf(!hasServers)(`a worker${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`is killed ${kills} times: every prompt is answered, and no command runs twice`, async () => {
    const counts = mkdtempSync(join(tmpdir(), 'counts-'))
    onTestFinished(() => rmSync(counts, { recursive: true, force: true }))
    // One command for each prompt, which leaves a mark; then an answer, whatever became of the command.
    const mock = await startMockProvider(({ userText, results }) => {
      const mark = /mark (\w+)/.exec(userText)?.[1] ?? 'none'
      if (results.length > 0) return { text: `answered ${mark}`, deltaChars: 4, chunkDelayMs: 15 }
      return runs(`echo x >> ${join(counts, mark)}; sleep 0.3`)
    })
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock, { apart: { silence: 1 } })
    let isOver = false
    const lane = async (number: number) => {
      const marks: string[] = []
      for (let count = 0; !isOver; count++) {
        const mark = `l${number}p${count}`
        const more =
          count === 0 ? ['-m', modelOf['anthropic-messages'], '--session-id', `lane${number}`] : ['-r', `lane${number}`]
        const ran = await desk.run(['run', `leave mark ${mark}`, ...more])
        expect([ran.code, ran.stdout, ran.stderr]).toEqual([0, `answered ${mark}\n`, expect.anything()])
        marks.push(mark)
      }
      return marks
    }
    const running = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
    for (let kill = 0; kill < kills; kill++) {
      await wait(400 + ((kill * 373) % 1_500))
      await desk.worker.restart()
    }
    isOver = true
    const marks = (await running).flat()
    let lost = 0
    for (const mark of marks) {
      const file = join(counts, mark)
      const times = existsSync(file) ? readFileSync(file, 'utf8').length / 2 : 0
      expect([mark, times <= 1]).toEqual([mark, true])
      lost += 1 - times
    }
    const logs = await Promise.all(
      Array.from({ length: lanes }, async (_, number) => (await desk.run(['log', `lane${number}`, '--json'])).lines()),
    )
    const events = logs.flat()
    expect(events.filter(({ kind }) => kind === 'run.finished')).toHaveLength(marks.length)
    // A command that left no mark was told to the model as lost; so may be one that did.
    expect(events.filter(({ kind }) => kind === 'tool.lost').length).toBeGreaterThanOrEqual(lost)
    for (const log of logs) {
      const seqs = log.flatMap(({ seq }) => (typeof seq === 'number' ? seq : []))
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    }
  })
})
