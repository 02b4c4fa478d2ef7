import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { modelOf, wires, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, readLog } from '../support/run-laws.ts'
import { inBothPlaces } from '../support/places.ts'

const patch = '*** Begin Patch\n*** Update File: src/a.txt\n@@\n-one\n+two\n*** End Patch\n'

/** One edit, then words. */
const edits: Script = ({ results, userText, wire }) =>
  results.length === 0 && userText.startsWith('edit')
    ? {
        text: 'I will edit.',
        calls: [
          wire === 'openai-responses'
            ? { name: 'apply_patch', custom: true, args: patch }
            : wire === 'anthropic-messages'
              ? { name: 'Edit', args: { file_path: 'src/a.txt', old_string: 'one', new_string: 'two' } }
              : { name: 'edit_file', args: { path: 'src/a.txt', old_text: 'one', new_text: 'two' } },
        ],
      }
    : { text: `done: ${userText}` }

async function openMock(script: Script = edits) {
  const mock = await startMockProvider(script)
  onTestFinished(() => mock.close())
  return mock
}

const files = { 'src/a.txt': 'one\n', 'src/bin': new Uint8Array([0, 255, 128]), 'b.txt': 'b\n' }

async function ran(desk: Desk, id: string, wire: keyof typeof modelOf = 'openai-responses'): Promise<void> {
  const { code, stderr } = await desk.run([
    'run',
    '-m',
    modelOf[wire],
    '--session-id',
    id,
    '--mount',
    '.',
    'edit the file',
  ])
  expect(`${code} ${stderr}`).toMatch(/^0 /)
}

const exportOf = async (desk: Desk, id: string) => {
  const { code, stdout } = await desk.run(['export', id, '--format', 'jsonl'])
  expect(code).toBe(0)
  return stdout
}

/** Without the first line, the record of the import and the last line. */
const body = (text: string) => {
  const lines = text.trimEnd().split('\n').slice(1, -1)
  return lines.filter((line) => !line.includes('"session.imported"')).join('\n')
}

inBothPlaces((place) => {
  test.each(wires)('a session goes to another machine and back: the same bytes, over %s', async (wire) => {
    const mock = await openMock()
    const here = await place.openDesk(files, mock)
    const there = await place.openDesk({}, mock)
    await ran(here, 'trip', wire)
    const first = await exportOf(here, 'trip')
    const taken = await there.run(['import', '-'], { input: first })
    expect(taken).toMatchObject({ code: 0, stdout: 'trip\n' })
    const second = await exportOf(there, 'trip')
    expect(body(second)).toBe(body(first))
    const file = join(there.directory, 'back.jsonl')
    writeFileSync(file, second)
    const refused = await here.run(['import', file])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('session trip is here already; --as-new')
    const fresh = (await here.run(['import', file, '--as-new'])).stdout.trim()
    expect(body(await exportOf(here, fresh))).toBe(body(first))

    const more = await there.run(['run', '--json', '-r', 'trip', 'and on'])
    expect(more.lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'done: and on' })
    expectSoundLog(await readLog(there, 'trip'))
    expect(mock.violations).toEqual([])
  })

  test('what an imported session changed goes nowhere by itself: apply asks where, and writes there', async () => {
    const mock = await openMock()
    const here = await place.openDesk(files, mock)
    const there = await place.openDesk({ 'src/a.txt': 'one\n' }, mock)
    await ran(here, 'trip')
    await there.run(['import', '-'], { input: await exportOf(here, 'trip') })
    // The directory of the other machine is here too, and is left alone.
    const refused = await there.run(['apply', 'trip'])
    expect(refused.code).toBe(4)
    expect(refused.stderr).toBe(
      'error: /workspace has no directory on this machine; lightspeed apply trip --to DIR writes its changes to DIR\n',
    )
    expect(readFileSync(join(here.directory, 'src/a.txt'), 'utf8')).toBe('one\n')
    expect((await there.run(['apply', 'trip', '--to', 'nowhere'])).stderr).toContain('no such directory')
    expect((await there.run(['run', '-r', 'trip', '--apply', 'and on'])).code).toBe(2)
    const run = await there.run(['run', '--json', '-r', 'trip', 'and on'])
    expect(run.lines().at(-1)).toMatchObject({ outcome: 'completed' })
    expect(readFileSync(join(here.directory, 'src/a.txt'), 'utf8')).toBe('one\n')

    expect((await there.run(['apply', 'trip', '--to', '.', '--dry-run'])).stderr).toContain('would write')
    expect((await there.run(['apply', 'trip', '--to', '.'])).code).toBe(0)
    expect(readFileSync(join(there.directory, 'src/a.txt'), 'utf8')).toBe('two\n')
    expect((await there.run(['diff', 'trip'])).stderr).toContain('no changes')
    expect((await here.run(['apply', 'trip', '--to', '.'])).stderr).toContain('this one has')
  })

  test('a session that is exported while a command runs goes on elsewhere; the command does not run there', async () => {
    const mock = await openMock(({ results, userText }) =>
      results.length === 0 && userText === 'go'
        ? { calls: [{ name: 'exec_command', args: { cmd: 'echo ran >> "$MARKER"; sleep 600' } }] }
        : { text: 'done' },
    )
    const here = await place.openDesk({}, mock)
    const there = await place.openDesk({}, mock)
    const marker = join(here.home, '..', 'marker')
    const env = { MARKER: marker }
    const model = ['-m', modelOf['openai-responses']]
    const run = here.start(['run', '--json', '--sandbox', 'none', ...model, '--session-id', 'cut', 'go'], { env })
    await run.saw(/"kind":"tool\.started"/)
    const cut = await exportOf(here, 'cut')
    // A worker has it run on.
    onTestFinished(() => here.run(['stop', 'cut']).then(() => undefined))
    run.child.kill('SIGKILL')
    await run.ended
    expect((await there.run(['import', '-'], { input: cut })).code).toBe(0)
    const more = await there.run(['run', '--json', '--sandbox', 'none', '-r', 'cut', 'go on'], {
      env: { MARKER: join(there.home, 'marker') },
    })
    expect(more.code).toBe(0)
    const log = await readLog(there, 'cut')
    expectSoundLog(log)
    expect(log.filter(({ kind }) => kind === 'tool.finished')).toMatchObject([{ outcome: 'unknown' }])
    expect(log.filter(({ kind }) => kind === 'run.finished')).toHaveLength(2)
    expect(existsSync(join(there.home, 'marker'))).toBe(false)
  })

  test('a file is written whole, for its owner only, and never over another one unasked', async () => {
    const mock = await openMock()
    const desk = await place.openDesk(files, mock)
    await ran(desk, 'trip')
    const at = (name: string) => join(desk.directory, name)
    for (const [name, begin] of [
      ['s.md', '# edit the file'],
      ['s.html', '<!doctype html>'],
      ['s.jsonl', '{"kind":"lightspeed.session"'],
    ] as const) {
      expect(await desk.run(['export', 'trip', '-o', name])).toMatchObject({ code: 0, stdout: '' })
      expect(readFileSync(at(name), 'utf8').startsWith(begin)).toBe(true)
      expect((statSync(at(name)).mode & 0o777).toString(8)).toBe('600')
    }
    const markdown = readFileSync(at('s.md'), 'utf8')
    for (const part of ['> edit the file', 'I will edit.', '-one\n+two', '1 run, 2 turns, 1 tool call'])
      expect(markdown).toContain(part)
    writeFileSync(at('s.md'), 'mine')
    const refused = await desk.run(['export', 'trip', '-o', 's.md'])
    expect(refused).toMatchObject({ code: 2, stderr: 'error: s.md exists; --force overwrites it\n' })
    expect(readFileSync(at('s.md'), 'utf8')).toBe('mine')
    expect((await desk.run(['export', 'trip', '-o', 's.md', '--force'])).code).toBe(0)
    expect(readFileSync(at('s.md'), 'utf8')).toBe(markdown)
    mkdirSync(at('dir'))
    expect((await desk.run(['export', 'trip', '-o', 'dir', '--force'])).code).toBe(1)
    expect((await desk.run(['export', 'trip', '-o', 'none/s.md'])).code).toBe(1)
    expect((await desk.run(['export', 'trip'])).stdout).toBe(markdown)
  })

  test('a broken file is refused in one line and the store is as it was', async () => {
    const mock = await openMock()
    const desk = await place.openDesk(files, mock)
    const there = await place.openDesk({}, mock)
    await ran(desk, 'trip')
    const text = await exportOf(desk, 'trip')
    for (const broken of [text.slice(0, -30), text.replace('one', 'One'), '', 'no\n']) {
      const refused = await there.run(['import', '-'], { input: broken })
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toMatch(/^error: cannot be imported: .*; nothing was kept\n$/)
    }
    expect((await there.run(['sessions', 'list', '--all', '--json'])).stdout).toBe('[]\n')
    const missing = await there.run(['import', 'nowhere.jsonl'])
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/nowhere\.jsonl: no such file/) })
  })

  test('a fork goes its own way: same prefix on the wire, own files, its origin in the list', async () => {
    const mock = await openMock()
    const desk = await place.openDesk(files, mock)
    await ran(desk, 'trip')
    const head = (await readLog(desk, 'trip')).length
    await desk.run(['run', '-r', 'trip', '--idempotency-key', 'k', 'zweitens'])
    const forked = await desk.run(['fork', 'trip', '--at', String(head + 2), '-n', 'other'])
    expect(forked.code).toBe(0)
    const id = forked.stdout.trim()
    expect(forked.stderr).toMatch(new RegExp(`^forked from trip at ${head} of \\d+\n$`))
    const sent = mock.requests.length
    await desk.run(['run', '-r', 'other', 'the other way'])
    await desk.run(['run', '-r', 'trip', 'the first way'])
    const second = mock.requests.findLast(({ bytes }, index) => index < sent && bytes.includes('zweitens'))
    const others = mock.requests.slice(sent)
    expect(others).toHaveLength(2)
    // Up to where they part, both are what the second run of the source sent: a provider's cache hits.
    const shared =
      second?.bytes.indexOf('{"type":"message","role":"user","content":[{"type":"input_text","text":"zweitens"') ?? -1
    expect(shared).toBeGreaterThan(1000)
    for (const { bytes } of others) expect(bytes.subarray(0, shared)).toEqual(second?.bytes.subarray(0, shared))
    expect(others[0]?.bytes.includes('zweitens')).toBe(false)
    expect(mock.violations).toEqual([])
    for (const session of ['trip', id]) expectSoundLog(await readLog(desk, session))

    expect((await desk.run(['diff', 'other'])).stdout).toBe((await desk.run(['diff', 'trip'])).stdout)
    expect((await desk.run(['sessions', 'list'])).stdout).toContain(`(fork of trip at ${head})`)
    // A key of the source is a key of what it shares, and asks nobody again.
    const whole = (await desk.run(['fork', 'trip'])).stdout.trim()
    const asked = mock.requests.length
    const repeated = await desk.run(['run', '--json', '-r', whole, '--idempotency-key', 'k', 'zweitens'])
    expect(repeated.lines().at(-1)).toMatchObject({ outcome: 'completed', text: 'done: zweitens' })
    expect(mock.requests).toHaveLength(asked)
    expect((await desk.run(['fork', 'trip', '--at', '9999'])).code).toBe(2)
  })
})
