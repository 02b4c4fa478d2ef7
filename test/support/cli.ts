import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import type { Wire } from './mock-provider/script.ts'
import { checkLine } from './run-schema.ts'

/** The built binary of this checkout, or another one to test. */
export const binary =
  process.env['LIGHTSPEED_TEST_BINARY'] ?? fileURLToPath(new URL('../../bin/lightspeed.js', import.meta.url))

/** One parsed line of `--json`. */
export type JsonLine = Readonly<Record<string, unknown>> & { readonly kind: string }

/** How a run of the binary ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as lines of `--json`; throws when one is not what docs/schema says. */
  lines(): readonly JsonLine[]
}

/** A running binary. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when stdout so far matches. */
  saw(pattern: RegExp): Promise<void>
  /** Resolves when stderr so far matches. */
  heard(pattern: RegExp): Promise<void>
  /** Whole lines of `--json` so far. */
  lines(): readonly JsonLine[]
}

/** A person's machine: a home, a directory to work in, and a provider to talk to. */
export interface Desk {
  readonly home: string
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  start(args: readonly string[], options?: RunOptions): Running
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Text for stdin; null is a pipe that never says anything; default is no stdin. */
  readonly input?: string | null
}

/** The model name that reaches the mock over each wire. */
export const modelOf: Readonly<Record<Wire, string>> = {
  'openai-responses': 'openai/gpt-5.5',
  'anthropic-messages': 'anthropic/claude-sonnet-4-5',
  'openai-chat': 'local/tiny',
}

export const wires = Object.keys(modelOf) as readonly Wire[]

/**
 * Opens a desk with these files in its directory; everything is removed when the test ends. A test that
 * runs beside others passes its own `finished`: the global one cannot tell them apart.
 */
export function openDesk(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  mock?: Pick<MockProvider, 'url'>,
  finished: typeof onTestFinished = onTestFinished,
): Desk {
  const root = mkdtempSync(join(tmpdir(), 'desk-'))
  // A run that was handed over may still write.
  finished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const home = join(root, 'home')
  const directory = join(root, 'repo')
  mkdirSync(directory)
  writeFiles(directory, files)
  const env: NodeJS.ProcessEnv = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: root,
    LIGHTSPEED_HOME: home,
    ...(mock === undefined ? {} : providerEnv(mock, home)),
  }
  const start = (args: readonly string[], options: RunOptions = {}): Running =>
    launch(args, { cwd: options.cwd ?? directory, env: { ...env, ...options.env } }, options.input)
  return { home, directory, env, start, run: (args, options) => start(args, options).ended }
}

function writeFiles(directory: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
}

function providerEnv({ url }: Pick<MockProvider, 'url'>, home: string): NodeJS.ProcessEnv {
  const local = {
    api: 'openai-chat',
    baseURL: `${url}/v1`,
    keyEnv: 'LOCAL_KEY',
    models: [{ id: 'tiny', windowTokens: 200_000 }],
  }
  mkdirSync(join(home, 'config'), { recursive: true, mode: 0o700 })
  writeFileSync(join(home, 'config', 'config.json'), JSON.stringify({ providers: { local } }), { mode: 0o600 })
  return {
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_API_KEY: 'sk-ant-test',
    ANTHROPIC_BASE_URL: url,
    LOCAL_KEY: 'local-test',
  }
}

function launch(
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
  input: RunOptions['input'],
): Running {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let isClosed = false
  const watchers = new Set<() => void>()
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
    for (const look of watchers) look()
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
    for (const look of watchers) look()
  })
  if (typeof input === 'string') child.stdin?.end(input)
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      isClosed = true
      for (const look of watchers) look()
      resolve({ code, signal, stdout, stderr, lines: () => parseLines(stdout) })
    })
  })
  const until = (pattern: RegExp, said: () => string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(said())) resolve()
        else if (isClosed) reject(new Error(`ended before ${pattern} was seen:\n${stdout}\n${stderr}`))
        else return
        watchers.delete(look)
      }
      watchers.add(look)
      look()
    })
  const saw = (pattern: RegExp) => until(pattern, () => stdout)
  const heard = (pattern: RegExp) => until(pattern, () => stderr)
  return { child, ended, saw, heard, lines: () => parseLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1)) }
}

function parseLines(stdout: string): readonly JsonLine[] {
  return stdout.split('\n').flatMap((text) => {
    if (text === '') return []
    const line = JSON.parse(text) as JsonLine
    checkLine(line)
    return [line]
  })
}
