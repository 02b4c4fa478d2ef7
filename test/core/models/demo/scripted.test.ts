import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openDemo } from '../../../../core/models/demo/scripted.ts'
import type { DeltaPart } from '../../../../core/ports/deltas.ts'
import { shellText } from '../../../../core/effects/shell-words.ts'
import type { Generation, InputImage, ModelRequest, NativeItem } from '../../../../core/ports/model.ts'
import type { ToolSpec } from '../../../../core/ports/tool.ts'
import { vfsTools } from '../../../../vfs/tools/vfs-tools.ts'
import type { FileSpecs } from '../../../vfs/tools/workspace.ts'
import { TestWorkspace, workspaceOf } from '../../../vfs/tools/workspace.ts'

const demo = openDemo()
const fileTools = vfsTools('plain').map(({ spec }) => spec)
const shell: ToolSpec = {
  name: 'shell',
  description: 'Runs a command.',
  input: { type: 'json', schema: { type: 'object' } },
}

/** A session with the demo: prompts go in, files change. */
class Session {
  readonly items: NativeItem[] = []
  readonly called: string[] = []
  readonly generations: Generation[] = []

  constructor(
    readonly files: TestWorkspace,
    readonly tools: readonly ToolSpec[] = fileTools,
    readonly shellSays = 'exit code: 0',
  ) {}

  request(): ModelRequest {
    const { items, tools } = this
    return {
      model: 'scripted',
      effort: null,
      instructions: 'Be good.',
      tools,
      items,
      cacheKey: 's',
      maxOutputTokens: null,
    }
  }

  async ask(prompt: string): Promise<string> {
    this.items.push(demo.format.userItem(prompt))
    for (let turn = 0; turn < 20; turn += 1) {
      const answer = await demo.generate(this.request(), () => {}, new AbortController().signal)
      this.generations.push(answer)
      this.items.push(...answer.items.map(({ item }) => item))
      if (answer.calls.length === 0) return answer.text
      for (const { callId, name, args } of answer.calls) {
        this.called.push(name)
        const input = JSON.parse(args) as object
        const text = name === 'shell' ? this.shellSays : (await this.files.call('plain', name, input)).text
        this.items.push(demo.format.toolResultItem({ callId, name, text, isError: false }, null))
      }
    }
    throw new Error('the demo did not come to an end')
  }
}

async function sessionOn(files: FileSpecs): Promise<Session> {
  return new Session(await workspaceOf(files))
}

const hello: Record<string, string> = {}
const directory = new URL('../../../../examples/hello/', import.meta.url)
for (const name of readdirSync(directory)) hello[name] = readFileSync(new URL(name, directory), 'utf8')

describe('on examples/hello', () => {
  test('it looks, reads, edits and reports', async () => {
    const session = await sessionOn(hello)
    const answer = await session.ask('make the greeting say hello to Ada')
    expect(session.called).toEqual(['list', 'grep', 'read', 'edit'])
    expect(await session.files.text('greeting.js')).toBe(hello['greeting.js']?.replace('world', 'Ada'))
    expect(answer).toBe('Done. In `greeting.js`, it now says hello to Ada.')
  })

  test('it fixes the failing test', async () => {
    const session = await sessionOn(hello)
    await session.ask('fix the failing test')
    expect(await session.files.text('greeting.js')).toContain('return `Hello, ${name}!`')
    expect(await session.files.text('greeting.test.js')).toBe(hello['greeting.test.js'])
  })

  test('it runs the test of what it edited where there is a shell, and says how that went', async () => {
    for (const [exitCode, said] of [
      ['0', /Its test passes\.$/],
      ['1', /did not pass \(exit code 1\)\.$/],
    ] as const) {
      const session = new Session(await workspaceOf(hello), [...fileTools, shell], `...\nexit code: ${exitCode}`)
      expect(await session.ask('fix the failing test')).toMatch(said)
      expect(session.called.at(-1)).toBe('shell')
    }
  })

  test('it replaces words everywhere in the file that is meant', async () => {
    const session = await sessionOn(hello)
    await session.ask('in main.js, replace "you" with "stranger"')
    expect(await session.files.text('main.js')).toContain("?? 'stranger'")
  })

  test('it answers a question and changes nothing', async () => {
    const session = await sessionOn(hello)
    const answer = await session.ask('what does greeting.js do?')
    expect(answer).toMatch(/`greeting.js` has 4 lines\. .*`greeting`/)
    expect(session.called).not.toContain('edit')
  })

  test('asked for the whole, it answers from the README', async () => {
    const session = await sessionOn(hello)
    expect(await session.ask('what is in this project?')).toMatch(/`README.md` has \d+ lines\. It begins with: # hello/)
  })

  test('follow-up prompts build on what was done', async () => {
    const session = await sessionOn(hello)
    await session.ask('make the greeting say hello to Ada')
    expect(await session.ask('what did you change?')).toBe('In this session I have changed `greeting.js`.')
    await session.ask('now make the greeting say hello to Grace Hopper')
    expect(await session.files.text('greeting.js')).toContain("'Hello, Grace Hopper!'")
    expect(await session.ask('undo that')).toBe('`greeting.js` is as it was before.')
    expect(await session.files.text('greeting.js')).toContain("'Hello, Ada!'")
    expect(await session.ask('thanks!')).toMatch(/^Hello!/)
  })
})

describe('anywhere else', () => {
  test('a wish that it cannot act on is written down where it belongs', async () => {
    const session = await sessionOn({ 'src/deep/run.py': '#!/usr/bin/env python\nprint(1)\n', 'yarn.lock': 'x' })
    expect(await session.ask('make it twice as fast')).toMatch(/your wish is written down as a note/)
    expect(await session.files.text('src/deep/run.py')).toBe(
      '#!/usr/bin/env python\n# TODO: make it twice as fast\nprint(1)\n',
    )
  })

  test('in an empty directory it writes a file', async () => {
    const session = await sessionOn({})
    expect(await session.ask('say hello to Ada')).toBe('Done. In this run I have changed `hello.md`.')
    expect(await session.files.text('hello.md')).toContain('# Hello, Ada!')
  })

  test('it writes a new file where one is asked for by name', async () => {
    const session = await sessionOn(hello)
    await session.ask('create a file scripts/hi.py that greets Ada')
    expect(await session.files.text('scripts/hi.py')).toBe('print("Hello, Ada!")\n')
  })

  test('where there is nothing that it can edit, it leaves a note', async () => {
    const session = await sessionOn({ 'data.json': '{}' })
    await session.ask('tidy up')
    expect(await session.files.text('data.json')).toBe('{}')
    expect(await session.files.text('NOTES.md')).toContain('tidy up')
  })

  test('it never writes over a file that is there', async () => {
    const session = await sessionOn({ 'NOTES.md': 'mine', 'data.json': '{}' })
    expect(await session.ask('tidy data.json')).toBe('I leave `NOTES.md` alone: it is there already.')
    expect(await session.files.text('NOTES.md')).toBe('mine')
  })

  test('the same line in many places is made unique by the lines around it', async () => {
    const session = await sessionOn({ 'a.js': "f('hi')\ng()\nf('hi')\n" })
    await session.ask('say hello to Ada in a.js')
    expect(await session.files.text('a.js')).toBe("f('hi, Ada')\ng()\nf('hi')\n")
  })

  test('a read-only mount is left alone, and it says why', async () => {
    const files = await new TestWorkspace().mount('/workspace', hello, true)
    expect(await new Session(files).ask('say hello to Ada')).toMatch(/did not work, so nothing was changed:.*read-only/)
  })

  test('without a mount or without tools it says what to do', async () => {
    expect(await new Session(new TestWorkspace()).ask('say hello to Ada')).toMatch(/--mount \./)
    expect(await new Session(new TestWorkspace(), []).ask('say hello to Ada')).toMatch(/--mount \./)
  })

  test('it gives a summary when the window is to be compacted', async () => {
    const session = await sessionOn(hello)
    await session.ask('make the greeting say hello to Ada')
    const answer = await session.ask('Answer with the summary only, and call no tools.')
    expect(answer).toBe('So far I have changed `greeting.js`.')
  })

  test('whatever is asked of whatever there is, it comes to an end', async () => {
    const places: FileSpecs[] = [
      hello,
      {},
      { 'a.bin': Uint8Array.of(0, 1) },
      { 'x.md': '' },
      { 'l.c': 'x'.repeat(60_000) },
    ]
    const prompts = [
      '?',
      'fix it',
      'why is a.bin there?',
      'undo',
      'replace a with b',
      '日本語で',
      'list',
      'write x.md',
      '<b>',
    ]
    for (const files of places) {
      const session = await sessionOn(files)
      for (const prompt of prompts) expect(await session.ask(prompt)).not.toBe('')
    }
  })
})

describe('as a model', () => {
  test('it streams words and arguments in pieces that make up the answer', async () => {
    const session = await sessionOn(hello)
    session.items.push(demo.format.userItem('make the greeting say hello to Ada'))
    const parts: DeltaPart[] = []
    const answer = await demo.generate(session.request(), (part) => parts.push(part), new AbortController().signal)
    const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
    expect(text.length).toBeGreaterThan(2)
    expect(text.join('')).toBe(answer.text)
    const [call] = answer.calls
    const args = parts.flatMap((part) => (part.type === 'call-args' && part.callId === call?.callId ? [part.text] : []))
    expect(args.join('')).toBe(call?.args)
    expect(answer).toMatchObject({ stop: 'tool-calls', items: [{ kind: 'assistant', item: { role: 'assistant' } }] })
  })

  test('the same window gives the same answer', async () => {
    const session = await sessionOn(hello)
    await session.ask('make the greeting say hello to Ada')
    const again = await demo.generate(session.request(), () => {}, new AbortController().signal)
    expect(again).toEqual(await demo.generate(session.request(), () => {}, new AbortController().signal))
  })

  test('it counts tokens, with what was sent before as cached, and ids never come twice', async () => {
    const session = await sessionOn(hello)
    await session.ask('make the greeting say hello to Ada')
    await session.ask('undo')
    const usages = session.generations.map(({ usage }) => usage)
    expect(usages[0]).toMatchObject({ cachedInputTokens: 0, inputTokens: expect.any(Number) })
    expect(usages.slice(1).every((usage) => usage.cachedInputTokens > 0 && usage.outputTokens > 0)).toBe(true)
    expect(usages.map(({ inputTokens }) => inputTokens)).toEqual(
      usages.map(({ inputTokens }) => inputTokens).toSorted((a, b) => a - b),
    )
    const ids = session.generations.flatMap(({ calls }) => calls.map(({ callId }) => callId))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('it can be interrupted', async () => {
    const session = await sessionOn(hello)
    session.items.push(demo.format.userItem('hi'))
    const control = new AbortController()
    const answer = demo.generate(session.request(), () => control.abort(), control.signal)
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('what a person adds', () => {
  test('it says that it saw an image, and counts it as one, not by its bytes', async () => {
    const session = await sessionOn(hello)
    const image = { type: 'image/png', base64: `iVBORw0KGgo${'A'.repeat(400_000)}=` } as const
    const asked = async (images: readonly InputImage[]) => {
      const items = [demo.format.userItem('hello', images)]
      return demo.generate({ ...session.request(), items }, () => {}, new AbortController().signal)
    }
    const [without, one, two] = [await asked([]), await asked([image]), await asked([image, image])]
    expect(without.text).not.toContain('image')
    expect(one.text).toMatch(/^I see an image/)
    expect(two.text).toMatch(/^I see 2 images/)
    expect(one.usage.inputTokens).toBeLessThan(without.usage.inputTokens + 2000)
  })

  test('a command that they ran is no wish', async () => {
    const session = await sessionOn(hello)
    session.items.push(demo.format.userItem(shellText('rm greeting.js', 'exit code: 0')))
    const answer = await session.ask('make the greeting say hello to Ada')
    expect(answer).toBe('Done. In `greeting.js`, it now says hello to Ada.')
    session.items.push(demo.format.userItem('make the greeting say hello to Eve'))
    session.items.push(demo.format.userItem(shellText('undo', 'exit code: 0')))
    const next = await demo.generate(session.request(), () => {}, new AbortController().signal)
    expect(next.calls.map(({ name }) => name)).toEqual(['list', 'grep'])
  })
})
