import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'

/** A started `sandbox-child.ts`. */
export interface SandboxChild {
  readonly process: ChildProcess
  /** Resolves with everything printed so far once that contains a text. */
  until(text: string): Promise<string>
}

/** Runs a harness of its own in another process, which can be killed. */
export async function startChild(args: readonly string[], options: SpawnOptions = {}): Promise<SandboxChild> {
  const directory = mkdtempSync(join(tmpdir(), 'lightspeed-child-'))
  const outfile = join(directory, 'child.mjs')
  const entry = fileURLToPath(new URL('./sandbox-child.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' })
  if (options.uid !== undefined) chmodSync(directory, 0o755)
  const child = spawn(process.execPath, [outfile], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SANDBOX_CHILD: JSON.stringify(args) },
    ...options,
  })
  let printed = ''
  child.stdout?.on('data', (bytes: Buffer) => (printed += bytes.toString()))
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
    const state = /^state (.*)$/m.exec(printed)?.[1]
    if (state !== undefined) rmSync(state, { recursive: true, force: true })
  })
  return {
    process: child,
    until: async (text) => {
      while (!printed.includes(text)) {
        if (child.exitCode !== null) throw new Error(`the child ended with ${child.exitCode} after ${printed}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return printed
    },
  }
}
