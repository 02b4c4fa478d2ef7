import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, wires } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { inBothPlaces } from '../support/places.ts'
import { longRunFiles, longRunResult, longRunScript, longRunTurns } from './long-run-script.ts'

inBothPlaces((place) => {
  test.each(wires)(
    'over %s, thirty turns of reading, searching and editing end in three mended files',
    async (wire) => {
      const mock = await startMockProvider(longRunScript)
      onTestFinished(() => mock.close())
      const desk = await place.openDesk(longRunFiles, mock)
      const run = await desk.run(['run', '--json', '-m', modelOf[wire], '--mount', '.', 'mend the three files'])
      const outcome = run.lines().at(-1)
      expect({ code: run.code, outcome }).toMatchObject({
        code: 0,
        outcome: { kind: 'outcome', outcome: 'completed', exitCode: 0 },
      })
      expect(outcome?.['text']).toBe('All three are mended.')
      expect(mock.requests).toHaveLength(longRunTurns)
      expectSoundRequests(mock)

      const untouched = Object.entries(longRunFiles).map(([path]) => readFileSync(join(desk.directory, path), 'utf8'))
      expect(untouched).toEqual(Object.values(longRunFiles))
      const diff = await desk.run(['diff', '--name-only'])
      expect(diff.stdout.trim().split('\n').sort()).toEqual(Object.keys(longRunResult).sort())
      expect((await desk.run(['apply'])).code).toBe(0)
      const mended = Object.keys(longRunResult).map((path) => readFileSync(join(desk.directory, path), 'utf8'))
      expect(mended).toEqual(Object.values(longRunResult))
      expect((await desk.run(['diff'])).stdout).toBe('')
      expectSoundLog(await readLog(desk, String(outcome?.['session'])))
    },
  )
})
