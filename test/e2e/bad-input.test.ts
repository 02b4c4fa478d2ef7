import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Desk } from '../support/cli.ts'
import { inBothPlaces, onThisMachine } from '../support/places.ts'
import { expectOneLine } from './expect-one-line.ts'

const demo = ['run', '-m', 'demo/scripted']

async function sessionOf(desk: Desk): Promise<string> {
  const { lines } = await desk.run([...demo, '--json', '--mount', '.', 'change a.txt'])
  return String(lines().at(-1)?.['session'])
}

const tmpfs = (options: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'small-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory])
  onTestFinished(() => {
    execFileSync('umount', ['-l', directory])
    rmSync(directory, { recursive: true })
  })
  return directory
}
const isRoot = process.getuid?.() === 0

inBothPlaces((place) => {
  test('an unknown flag is a usage error that suggests the one meant', async () => {
    expectOneLine(await (await place.openDesk()).run(['run', '--mont', '.', 'hello']), 2, /--mount/)
  })

  test('an unknown command suggests the one meant', async () => {
    expectOneLine(await (await place.openDesk()).run(['sesions']), 2, /sessions/)
    expectOneLine(
      await (await place.openDesk()).run(['auth', 'logn']),
      2,
      /unknown command auth logn; did you mean auth login\?/,
    )
    expectOneLine(
      await (await place.openDesk()).run(['auth', 'foo']),
      2,
      /unknown command auth foo; see lightspeed auth --help/,
    )
  })

  test('with --json even a bad flag ends in an outcome line', async () => {
    const { code, lines } = await (await place.openDesk()).run(['run', '--json', '--mont', '.', 'hello'])
    expect(code).toBe(2)
    expect(lines().at(-1)).toMatchObject({ kind: 'outcome', exitCode: 2 })
  })

  test('a missing prompt, a bad duration and a bad budget are usage errors', async () => {
    const desk = await place.openDesk()
    expectOneLine(await desk.run(demo), 2, /prompt/)
    expectOneLine(await desk.run([...demo, '--timeout', 'soon', 'hello']), 2, /--timeout/)
    expectOneLine(await desk.run([...demo, '--max-budget-usd', 'much', 'hello']), 2, /--max-budget-usd/)
  })

  test('a mount that is missing, or is a file, is named', async () => {
    const desk = await place.openDesk({ 'a.txt': 'text' })
    expectOneLine(await desk.run([...demo, '--mount', 'nowhere', 'hello']), 2, /nowhere/)
    expectOneLine(await desk.run([...demo, '--mount', 'a.txt', 'hello']), 2, /a\.txt/)
  })

  test('a session that does not exist is named', async () => {
    const desk = await place.openDesk()
    expectOneLine(await desk.run(['log', 'nobody']), 2, /nobody/)
    expectOneLine(await desk.run([...demo, '-r', 'nobody', 'hello']), 2, /nobody/)
  })

  test.skipIf(isRoot && process.platform !== 'linux')(
    'a file that cannot be read is left out, said, and the run goes on',
    async () => {
      const desk = await place.openDesk({ 'a.txt': 'text', 'locked.txt': 'secret' })
      chmodSync(join(desk.directory, 'locked.txt'), 0)
      const ended = await desk.run([...demo, '--mount', '.', 'hello'])
      expect(ended.code).toBe(0)
      if (!isRoot) expect(ended.stderr).toMatch(/locked\.txt/)
    },
  )

  test('a mount of too many files is refused in one line', { timeout: 120_000 }, async () => {
    const desk = await place.openDesk()
    for (let directory = 0; directory < 101; directory++) {
      const path = join(desk.directory, `d${directory}`)
      mkdirSync(path)
      writeFileSync(join(path, 'f'), '')
      for (let file = 0; file < 1000; file++) linkSync(join(path, 'f'), join(path, `f${file}`))
    }
    expectOneLine(await desk.run([...demo, '--mount', '.', 'hello']), 1, /lightspeedignore/)
  })

  test('an idle pipe on stdin does not hold up a run that has its prompt', async () => {
    const { code } = await (await place.openDesk({ 'a.txt': 'text\n' })).run([...demo, 'hello'], { input: null })
    expect(code).toBe(0)
  })

  test('piped text is the prompt, or joins it', async () => {
    const desk = await place.openDesk()
    expect((await desk.run(demo, { input: 'hello from a pipe' })).code).toBe(0)
    expect((await desk.run([...demo, '-'], { input: 'hello from a pipe' })).code).toBe(0)
    expect((await desk.run(['sessions', 'list'])).stdout).toMatch(/hello from a pipe/)
  })
})

onThisMachine('key', (place) => {
  test('without a key it says what to set, and offers the demo', async () => {
    const ended = await (await place.openDesk()).run(['run', 'hello'])
    expectOneLine(ended, 5, /OPENAI_API_KEY/)
    expect(ended.stderr).toMatch(/ANTHROPIC_API_KEY/)
    expect(ended.stderr).toMatch(/demo\/scripted/)
  })
})

onThisMachine('store', (place) => {
  test('a corrupt blob stops the session that needs it with one line, and no other', async () => {
    const desk = await place.openDesk({ 'a.txt': 'text\n', 'large.bin': 'x'.repeat(100_000) })
    const session = await sessionOf(desk)
    const shard = join(desk.home, 'data', 'blobs', 'sha256')
    for (const directory of readdirSync(shard))
      for (const name of readdirSync(join(shard, directory)))
        writeFileSync(join(shard, directory, name), 'y'.repeat(100_000))
    const store = new Database(join(desk.home, 'data', 'lightspeed.db'))
    store.exec('UPDATE blobs SET bytes = zeroblob(length(bytes))')
    store.close()
    expectOneLine(await desk.run(['diff', session]), 1, /corrupt/)
    expect((await desk.run([...demo, '--json', 'hello'])).code).toBe(0)
  })

  test('a store of a newer build is refused and left as it is', async () => {
    const desk = await place.openDesk({ 'a.txt': 'text\n' })
    await sessionOf(desk)
    const store = new Database(join(desk.home, 'data', 'lightspeed.db'))
    store.pragma('user_version = 999')
    store.close()
    expectOneLine(await desk.run(['sessions', 'list']), 1, /upgrade|newer/)
  })

  test('an event of a newer build is refused, never skipped', async () => {
    const desk = await place.openDesk({ 'a.txt': 'text\n' })
    const session = await sessionOf(desk)
    const store = new Database(join(desk.home, 'data', 'lightspeed.db'))
    store.exec("UPDATE events SET version = 99 WHERE kind = 'run.finished'")
    store.close()
    expectOneLine(await desk.run(['log', session]), 1, /upgrade/)
  })

  test.skipIf(!isRoot)(
    'a full disk ends the run with one line, and the session opens again when there is room',
    async () => {
      const small = tmpfs('size=1m')
      const desk = await place.openDesk({ 'a.txt': 'text\n', 'large.bin': 'x'.repeat(3_000_000) })
      const env = { LIGHTSPEED_HOME: join(small, 'home') }
      expectOneLine(await desk.run([...demo, '--mount', '.', 'change a.txt'], { env }), 1, /space/)
      execFileSync('mount', ['-o', 'remount,size=64m', small])
      expect((await desk.run([...demo, '--mount', '.', 'change a.txt'], { env })).code).toBe(0)
    },
  )

  test.skipIf(!isRoot)('a read-only home is one line that says what to do', async () => {
    const home = tmpfs('ro')
    const ended = await (
      await place.openDesk()
    ).run([...demo, 'hello'], { env: { LIGHTSPEED_HOME: join(home, 'lightspeed') } })
    expectOneLine(ended, 1, /LIGHTSPEED_HOME/)
  })
})
