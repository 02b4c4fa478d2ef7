import { PassThrough } from 'node:stream'
import { render } from 'ink'
import { createElement } from 'react'
import { expect, test } from 'vitest'
import { addToPage, type FinishedPage } from '../../../cli/tui/finished-pages.ts'
import { Screen, type ScreenModel } from '../../../cli/tui/screen.tsx'

test('a full page is forgotten when another piece comes', () => {
  let page: FinishedPage = { id: 0, pieces: [] }
  for (let index = 0; index < 100; index += 1) page = addToPage(page, `${index}`)
  expect(page.id).toBe(0)
  expect(page.pieces).toHaveLength(100)
  expect(addToPage(page, 'next')).toEqual({ id: 1, pieces: [{ id: 0, text: 'next' }] })
})

test('over many pages each piece is written once, in order', async () => {
  let page: FinishedPage = { id: 0, pieces: [] }
  let version = 0
  let changed = () => {}
  const none = () => undefined
  const model: ScreenModel = {
    subscribe: (listener) => {
      changed = listener
      return none
    },
    version: () => version,
    finished: () => page,
    frame: () => ({ lines: ['frame'], cursor: { x: 0, y: 0 } }),
    drawn: () => null,
    overlay: () => null,
    ...{ hold: none, press: none, paste: none, mounted: none },
  }
  let written = ''
  const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true })
  stdout.on('data', (bytes: Buffer) => (written += bytes.toString()))
  const terminal = { isTTY: true, setRawMode: none, ref: none, unref: none }
  const stdin = Object.assign(new PassThrough(), terminal) as unknown as NodeJS.ReadStream
  const app = render(createElement(Screen, { model }), {
    stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    ...{ interactive: true, exitOnCtrlC: false, patchConsole: false },
  })
  await app.waitUntilRenderFlush()
  const texts = Array.from({ length: 250 }, (_, index) => `<${index}>`)
  for (const text of texts) {
    page = addToPage(page, text)
    version += 1
    changed()
    await app.waitUntilRenderFlush()
  }
  app.unmount()
  expect(written.match(/<\d+>/g)).toEqual(texts)
})
