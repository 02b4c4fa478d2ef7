import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The binary under test. */
export const binary = fileURLToPath(new URL('../../bin/lightspeed.js', import.meta.url))

const mockMain = fileURLToPath(new URL('../../test/support/mock-provider/main.ts', import.meta.url))
const script = fileURLToPath(new URL('stream-script.ts', import.meta.url))
const grow = fileURLToPath(new URL('grow-session.ts', import.meta.url))

/** A person's home, a directory to work in, and a mock provider in a process of its own. */
export interface BenchDesk {
  readonly home: string
  readonly directory: string
  readonly url: string
  readonly env: NodeJS.ProcessEnv
  /** A session of so many turns. */
  grow(session: string, turns: number, perRun: number): void
  close(): void
}

/** Opens a desk whose provider answers by stream-script.ts; `isLenient`: whatever it is asked. */
export async function openBenchDesk(isLenient = false): Promise<BenchDesk> {
  const root = mkdtempSync(join(tmpdir(), 'bench-terminal-'))
  const directory = join(root, 'repo')
  mkdirSync(directory)
  writeFileSync(join(directory, 'a.txt'), 'one\ntwo\nthree\n')
  const mock = spawn(process.execPath, [mockMain, '--script', script, ...(isLenient ? ['--lenient'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) =>
    mock.stdout.once('data', (line: Buffer) => resolve(line.toString().trim())),
  )
  const url = `http://127.0.0.1:${port}`
  const env: NodeJS.ProcessEnv = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    ...{ HOME: root, LIGHTSPEED_HOME: join(root, 'home'), TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    ...{ OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: `${url}/v1` },
    ...{ ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: url },
  }
  const run = (argv: readonly string[]) => {
    const ended = spawnSync(process.execPath, argv, { env, cwd: directory, encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(`${argv.join(' ')}: exit ${ended.status}\n${ended.stdout}\n${ended.stderr}`)
  }
  return {
    ...{ home: root, directory, url, env },
    grow: (session, turns, perRun) => {
      const begin = ['run', '-q', '-m', 'openai/gpt-5.5', '--mount', '.', '--session-id', session, 'begin']
      run([binary, ...begin])
      run(['--experimental-transform-types', '--no-warnings', grow, session, String(turns), String(perRun)])
    },
    close: () => {
      mock.kill('SIGTERM')
      rmSync(root, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
