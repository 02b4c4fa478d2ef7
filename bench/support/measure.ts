import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one run of a program cost. */
export interface Cost {
  readonly exitCode: number
  /** ms since the epoch, with fractions. */
  readonly startedAt: number
  readonly wallMs: number
  /** User and system time of the process and its children. */
  readonly cpuMs: number
  /** Highest resident size of the process itself. */
  readonly peakRssMb: number
  readonly stdout: string
  readonly stderr: string
}

const rssProbe = `
import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE + '.' + process.pid, String(process.resourceUsage().maxRSS)))
`

/** Runs a program to its end under bash's own stop-watch. */
export async function measure(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Cost> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const probe = join(scratch, 'probe.mjs')
    const rssFile = join(scratch, 'rss')
    writeFileSync(probe, rssProbe)
    const script = `TIMEFORMAT='%U %S'; { time "$@" 2>"${scratch}/stderr"; } 2>"${scratch}/time"; exit $?`
    const startedAt = performance.timeOrigin + performance.now()
    const child = spawn('bash', ['-c', script, 'bench', ...argv], {
      cwd,
      env: { ...env, NODE_OPTIONS: `--import=${probe}`, BENCH_RSS_FILE: rssFile },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    const exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
    const wallMs = performance.timeOrigin + performance.now() - startedAt
    const [user = 0, system = 0] = readFileSync(join(scratch, 'time'), 'utf8').trim().split(/\s+/).map(Number)
    return {
      exitCode,
      startedAt,
      wallMs,
      cpuMs: (user + system) * 1000,
      peakRssMb: readRss(scratch),
      stdout,
      stderr: readFileSync(join(scratch, 'stderr'), 'utf8'),
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The largest of the processes that ran: the harness, not what it spawned. */
function readRss(scratch: string): number {
  const files = readdirSync(scratch).filter((file) => file.startsWith('rss.'))
  return Math.max(0, ...files.map((file) => Number(readFileSync(join(scratch, file), 'utf8')) / 1024))
}
