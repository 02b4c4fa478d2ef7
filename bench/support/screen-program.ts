import { spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'
import { processCost, type ProcessCost } from './process-cost.ts'

/** A program in a pty, with the time at which each piece of its output came. */
export interface ScreenProgram {
  readonly pid: number
  /** `performance.now()` of the moment before it was started. */
  readonly startedAt: number
  /** Of all that it wrote so far. */
  readonly raw: () => string
  readonly screen: () => string
  /** How often it repainted: synchronized updates, or bursts of output at least 4 ms apart where there are none. */
  readonly repaints: () => number
  type(text: string): void
  cost(): ProcessCost
  /** Resolves with the moment at which what made the screen pass arrived. @throws when it does not within `timeoutMs` */
  shown(test: (screen: string) => boolean, timeoutMs?: number): Promise<number>
  close(): Promise<void>
}

export interface ProgramOptions {
  readonly argv: readonly [string, ...string[]]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly columns?: number
  readonly rows?: number
}

/** Bursts closer than this are one repaint. */
const burstMs = 4

const beginUpdate = '\u001b[?2026h'

/** Starts a program in a pty whose screen is kept by an emulator. */
export function startOnScreen({ argv, env, cwd, columns = 100, rows = 30 }: ProgramOptions): ScreenProgram {
  const emulator = new headless.Terminal({ cols: columns, rows, scrollback: 100_000, allowProposedApi: true })
  const [file, ...args] = argv
  const startedAt = performance.now()
  const pty = spawn(file, args, { cols: columns, rows, cwd, env: definedOnly(env) })
  let raw = ''
  let isOver = false
  let bursts = 0
  let lastAt = 0
  const watchers = new Set<(at: number) => void>()
  pty.onData((data) => {
    const at = performance.now()
    raw += data
    if (at - lastAt > burstMs) bursts += 1
    lastAt = at
    emulator.write(data, () => [...watchers].forEach((look) => look(at)))
  })
  emulator.onData((answer) => {
    if (!isOver) pty.write(answer)
  })
  const exited = new Promise<void>((resolve) =>
    pty.onExit(() => {
      isOver = true
      resolve()
    }),
  )
  const screen = () => {
    const { active } = emulator.buffer
    const row = (_: unknown, index: number) => active.getLine(active.baseY + index)?.translateToString(true) ?? ''
    return Array.from({ length: rows }, row).join('\n')
  }
  return {
    pid: pty.pid,
    startedAt,
    raw: () => raw,
    screen,
    repaints: () => raw.split(beginUpdate).length - 1 || bursts,
    type: (text) => pty.write(text),
    cost: () => processCost(pty.pid),
    shown: (test, timeoutMs = 30_000) =>
      new Promise((resolve, reject) => {
        const settle = (at: number | null) => {
          clearTimeout(timer)
          watchers.delete(look)
          if (at !== null) resolve(at)
          else reject(new Error(`not seen within ${timeoutMs} ms; the screen:\n${screen()}`))
        }
        const look = (at: number) => {
          if (test(screen())) settle(at)
        }
        const timer = setTimeout(() => settle(null), timeoutMs)
        void exited.then(() => setImmediate(() => settle(null)))
        watchers.add(look)
        look(performance.now())
      }),
    close: async () => {
      if (!isOver) pty.kill('SIGKILL')
      await exited
      emulator.dispose()
    },
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
