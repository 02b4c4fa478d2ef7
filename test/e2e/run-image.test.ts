import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, wires } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Json } from '../support/mock-provider/window.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { inBothPlaces } from '../support/places.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60_000, 7)])
const gif = Buffer.from('GIF89a and so on')

inBothPlaces((place) => {
  test.each(wires)(
    'over %s, images reach the model, stay out of the log, and begin every later request',
    async (wire) => {
      const mock = await startMockProvider(({ index }) => ({ text: `answer ${index}` }))
      onTestFinished(() => mock.close())
      // What a file is called says nothing of what it is.
      const desk = await place.openDesk({ 'shot.txt': png, 'b.gif': gif }, mock)
      const images = ['--image', 'shot.txt', '-i', 'b.gif']
      const first = await desk.run(['run', '--json', '-m', modelOf[wire], ...images, 'what do you see?'])
      expect(first.lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'answer 0' })
      const second = await desk.run(['run', '--json', '-c', 'look again'])
      expect(second.lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'answer 1' })

      expectSoundRequests(mock)
      for (const request of mock.requests) {
        const sent = JSON.stringify(request.body)
        expect(sent).toContain(png.toString('base64'))
        expect(sent).toContain(gif.toString('base64'))
      }
      const session = String(second.lines().at(-1)?.['session'])
      const log = await readLog(desk, session)
      expectSoundLog(log)
      expect(JSON.stringify(log)).not.toContain(png.toString('base64').slice(0, 100))
      const input = log.find(({ kind }) => kind === 'run.requested')?.['input'] as Json
      expect(input['imageBytes']).toBeGreaterThan(png.length)
      expect((await desk.run(['sessions', 'show'])).stdout).toContain('[image/png, 61 kB]')
    },
  )

  test('the demo says that it saw an image', async () => {
    const desk = await place.openDesk({ 'a.png': png })
    const { stdout, code } = await desk.run(['run', '-m', 'demo/scripted', '-i', 'a.png', 'hello'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^I see an image/)
  })

  test.each([
    ['nowhere.png', /nowhere\.png: no such file/],
    ['a.txt', /a\.txt: that is no image .* PNG, JPEG, GIF or WebP/],
    ['large.png', /large\.png: 6\.0 MB is too large; make it smaller than 5 MB/],
    ['.', /\.: that is not a file/],
  ])('the image %s is refused with what to do, and no session begins', async (image, words) => {
    const desk = await place.openDesk({ 'a.txt': 'text' })
    writeFileSync(join(desk.directory, 'large.png'), Buffer.concat([png, Buffer.alloc(5_900_000)]))
    const { code, stderr } = await desk.run(['run', '-m', 'demo/scripted', '--image', image, 'hello'])
    expect(stderr).toMatch(words)
    expect(code).toBe(2)
    expect((await desk.run(['sessions', '--json'])).stdout).not.toContain('demo')
  })

  test('a model that is known to take no images is refused before anything is submitted', async () => {
    const mock = await startMockProvider(() => ({ text: 'fine' }))
    onTestFinished(() => mock.close())
    const desk = await place.openDesk({ 'a.png': png }, mock)
    const models = [{ id: 'tiny', takesImages: false }, { id: 'seer' }]
    const local = { api: 'openai-chat', baseURL: `${mock.url}/v1`, keyEnv: 'LOCAL_KEY', models }
    writeFileSync(join(desk.home, 'config', 'config.json'), JSON.stringify({ providers: { local } }))
    const blind = await desk.run(['run', '-m', 'local/tiny', '-i', 'a.png', 'hello'])
    expect(blind.stderr).toMatch(/local\/tiny takes no images; choose another model with -m/)
    expect(blind.code).toBe(2)
    expect((await desk.run(['sessions', '--json'])).stdout).not.toContain('tiny')

    expect((await desk.run(['run', '-m', 'local/seer', '-i', 'a.png', 'hello'])).code).toBe(0)
    const changed = await desk.run(['run', '-c', '-m', 'local/tiny', 'and now?'])
    expect(changed.stderr).toMatch(/takes no images/)
    expect((await desk.run(['run', '-c', 'still there?'])).code).toBe(0)
    expect(mock.requests).toHaveLength(2)
  })
})
