import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import headless from '@xterm/headless'
import { build, type Plugin } from 'esbuild'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leanInk, narrowClass } from '../../scripts/lean-ink.mjs'

interface Output {
  write(x: number, y: number, text: string, options: { readonly transformers: readonly unknown[] }): void
  get(): { readonly output: string; readonly height: number }
}

interface Built {
  readonly Output: new (size: { readonly width: number; readonly height: number }) => Output
  readonly stringWidth: (text: string) => number
  readonly buildEraseFrame: (lines: number, cursor: { readonly x: number; readonly y: number } | undefined) => string
}

const scratch = mkdtempSync(join(tmpdir(), 'lean-ink-'))
const size = { width: 40, height: 3 }
let lean: Built
let plain: Built

beforeAll(async () => {
  lean = await bundled('lean', [leanInk])
  plain = await bundled('plain', [])
})
afterAll(() => rmSync(scratch, { recursive: true }))

async function bundled(name: string, plugins: Plugin[]): Promise<Built> {
  const outfile = join(scratch, `${name}.mjs`)
  const contents = `
    export { default as Output } from './node_modules/ink/build/output.js'
    export { buildEraseFrame } from './node_modules/ink/build/cursor-helpers.js'
    export { default as stringWidth } from 'string-width'`
  await build({
    ...{ stdin: { contents, resolveDir: process.cwd() }, outfile, plugins },
    ...{ bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' },
  })
  return (await import(pathToFileURL(outfile).href)) as Built
}

const words = ['plain', '─', '›', ' ', 'a b', '漢', '🙂', 'e\u0301', '👩‍👩‍👧', '…', '●', '\u200d', 'ﬀ']
const styles: readonly (readonly [string, string])[] = [
  ['\u001b[1m', '\u001b[22m'],
  ['\u001b[2m', '\u001b[22m'],
  ['\u001b[31m', '\u001b[39m'],
  ['\u001b[38;5;200m', '\u001b[39m'],
  ['\u001b[7m', '\u001b[27m'],
  ['\u001b[4m', '\u001b[24m'],
  ['\u001b[41m', '\u001b[49m'],
  ['\u001b[36m', ''],
  ['', '\u001b[0m'],
]
const part = fc
  .tuple(fc.constantFrom(...words), fc.option(fc.constantFrom(...styles)))
  .map(([word, style]) => (style === null ? word : `${style[0]}${word}${style[1]}`))
const line = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''))

/** Cells of a terminal with what was written on it: characters and how they look. */
async function cells(text: string): Promise<readonly string[]> {
  const terminal = new headless.Terminal({ cols: 60, rows: 4, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(text.replaceAll('\n', '\r\n'), resolve))
  const all = Array.from({ length: 240 }, (_, at) => {
    const cell = terminal.buffer.active.getLine(Math.floor(at / 60))?.getCell(at % 60)
    const look = [
      cell?.isBold(),
      cell?.isDim(),
      cell?.isInverse(),
      cell?.isUnderline(),
      cell?.getFgColor(),
      cell?.getBgColor(),
    ]
    return `${cell?.getChars() || ' '} ${look.join()}`
  })
  terminal.dispose()
  return all
}

test('whole lines look on a terminal as ink draws them cell by cell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 3 }), fc.boolean(), async (lines, isOne) => {
      const drawn = [lean, plain].map(({ Output }) => {
        const output = new Output(size)
        if (isOne) output.write(0, 0, lines.join('\n'), { transformers: [] })
        else lines.forEach((each, row) => output.write(0, row, each, { transformers: [(text: string) => text] }))
        return output.get()
      })
      expect(drawn[0]?.height).toBe(drawn[1]?.height)
      expect(await cells(drawn[0]?.output ?? '')).toEqual(await cells(drawn[1]?.output ?? ''))
    }),
    { numRuns: 600 },
  )
})

test('a frame is erased as ink does it, but not from the first cell on', async () => {
  const drawn = 'kept\none\ntwo\nthree\u001b[1A\u001b[3G'
  const cursor = { x: 2, y: 1 }
  const [leanly, plainly] = [lean, plain].map(({ buildEraseFrame }) => buildEraseFrame(3, cursor))
  expect(await cells(`${drawn}${leanly}x`)).toEqual(await cells(`${drawn}${plainly}x`))
  expect(plainly).toMatch(/\u001b\[1?G\u001b\[J$/)
  expect(leanly).toMatch(/\u001b\[1?C\u001b\[J\u001b\[1?G$/)
})

test('what lies side by side, or is transformed, is still put together by ink', () => {
  const drawn = [lean, plain].map(({ Output }) => {
    const output = new Output(size)
    output.write(0, 0, 'left', { transformers: [(text: string) => text.toUpperCase()] })
    output.write(10, 0, 'right', { transformers: [] })
    output.write(0, 1, 'below', { transformers: [] })
    output.write(0, 1, 'ab', { transformers: [] })
    return output.get().output
  })
  expect(drawn[0]).toBe('LEFT      right\nablow\n')
  expect(drawn[0]).toBe(drawn[1])
})

test('every character that is taken to be narrow is one column wide, by itself and between others', () => {
  const narrow = new RegExp(`^[${narrowClass}]$`)
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((char) =>
    narrow.test(char),
  )
  expect(all.length).toBeGreaterThan(900)
  expect(all.filter((char) => stringWidth(char) !== 1)).toEqual([])
  for (let at = 0; at < all.length; at += 50) {
    const text = all.slice(at, at + 50).join('')
    expect(stringWidth(text)).toBe(lean.stringWidth(text))
  }
})

test('widths are those of string-width', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme', maxLength: 3 })))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, (each) => {
      expect(lean.stringWidth(each)).toBe(stringWidth(each))
    }),
    { numRuns: 2_000 },
  )
})
