import { existsSync, mkdirSync } from 'node:fs'
import { choosePort } from './choose-port.ts'
import { postgresUrl } from './addresses.ts'
import type { DevPlaces } from './dev-places.ts'
import { logOf } from './dev-places.ts'
import { assertFound, findPrograms, installs, type Programs } from './find-programs.ts'
import { partNames, partTitles, type PartName } from './part-name.ts'
import type { Blueprint } from './parts/blueprint.ts'
import { describePart } from './parts/describe-part.ts'
import { isRunning } from './process-mark.ts'
import { becomesReady, startPart } from './start-part.ts'
import { stopProcess } from './stop-process.ts'
import { requireSecrets } from './stack-secrets.ts'
import { Stack } from './stack.ts'
import type { PortName } from './stack-state.ts'
import { supplyTenant, type SuppliedKeys, type Supplies } from './supply-tenant.ts'

/** What a stack is brought up with. */
export interface UpWish extends Pick<Blueprint, 'config' | 'temporal' | 'env'>, Pick<Supplies, 'stored'> {
  readonly places: DevPlaces
  /** Without the UI of Temporal. */
  readonly headless: boolean
  readonly signal: AbortSignal
  /** Hears what is done, and what the person should know. */
  readonly say: (line: string) => void
}

/** What became of it. */
export interface UpResult {
  /** What was not running before. */
  readonly started: readonly PartName[]
  readonly keys: SuppliedKeys
}

/** One that runs and does not answer gets so long, ms: it may have been started just now, or waits for another part. */
const answerMs = 20_000

/** Starts the parts of a stack that do not run. When one fails, those that were started here are stopped again. */
export async function bringUp(wish: UpWish): Promise<UpResult> {
  const stack = new Stack(wish.places)
  const started: PartName[] = []
  try {
    return { keys: await startAll(wish, stack, started), started }
  } catch (error) {
    for (const name of started.reverse()) {
      const process = stack.state.processes[name]
      if (process !== undefined) await stopProcess(name, process)
      stack.setProcess(name, null)
    }
    throw error
  }
}

async function startAll(wish: UpWish, stack: Stack, started: PartName[]): Promise<SuppliedKeys> {
  const programs = findPrograms(wish.env, stack.state.postgresPrograms)
  chooseBlobs(wish, stack, programs)
  const isDown = (name: PartName) => {
    const process = stack.state.processes[name]
    return process === undefined || !isRunning(process)
  }
  const wanted = partNames.filter((name) => name !== 's3' || stack.state.blobs === 's3')
  assertFound(programs, wanted.filter(isDown).filter(isProgramName))
  const secrets = requireSecrets(wish.places.secrets)
  const blueprint = (): Blueprint => ({ ...wish, state: stack.state, secrets, programs })
  let keys: SuppliedKeys = { copied: [], all: [] }
  for (const name of wanted) {
    if (!(await runsWell(name, stack, blueprint(), wish))) {
      assertFound(programs, [name].filter(isProgramName))
      started.push(name)
      await startOne(name, stack, blueprint, wish)
    }
    if (name !== 'postgres') continue
    const url = postgresUrl(stack.state, secrets)
    keys = await supplyTenant({
      ...wish,
      url,
      secrets,
      secretsFile: wish.places.secrets,
      configured: wish.config.providers,
    })
  }
  return keys
}

function isProgramName(name: PartName): name is keyof Programs & PartName {
  return name !== 'server'
}

/** Once: blobs of old sessions are where the first start put them. */
function chooseBlobs({ places, say }: UpWish, stack: Stack, programs: Programs): void {
  if (stack.state.blobs !== null) return
  mkdirSync(places.root, { recursive: true, mode: 0o700 })
  if (programs.s3 === null) say(`large blobs go to ${places.blobs}: there is no ${installs.s3}`)
  stack.change({ blobs: programs.s3 === null ? 'files' : 's3' })
}

/** Whether a part runs as it should and answers; one that runs otherwise is stopped. */
async function runsWell(name: PartName, stack: Stack, blueprint: Blueprint, { signal, say }: UpWish): Promise<boolean> {
  const process = stack.state.processes[name]
  if (process === undefined || !isRunning(process)) return false
  const part = describePart(name, blueprint)
  const isSame = part.inputs === process.inputs
  if (isSame && (await becomesReady(part, process, Date.now() + answerMs, signal))) return true
  if (isRunning(process)) {
    say(`${partTitles[name]} ${isSame ? 'does not answer' : 'was started with other settings'}: it is started anew`)
    await stopProcess(name, process)
  }
  return false
}

async function startOne(name: PartName, stack: Stack, blueprint: () => Blueprint, wish: UpWish): Promise<void> {
  const { places, headless, signal, say } = wish
  stack.setProcess(name, null)
  await settlePort(name, stack, say)
  if (name === 'temporal') {
    stack.change({ hasUi: !headless })
    if (!headless) await settlePort('ui', stack, say)
  }
  const part = describePart(name, blueprint())
  say(`starting ${partTitles[name]}${name === 'postgres' && !existsSync(places.postgres) ? ' on a new directory' : ''}`)
  await startPart(part, logOf(places, name), signal, (process) => {
    stack.setProcess(name, { ...process, inputs: part.inputs })
  })
  if (name === 'postgres') stack.change({ postgresPrograms: blueprint().programs.postgres })
}

/** Where a part listened last, unless somebody else does now. */
async function settlePort(name: PortName, stack: Stack, say: (line: string) => void): Promise<void> {
  const wanted = stack.state.ports[name]
  const port = await choosePort(wanted)
  if (port === wanted) return
  say(`port ${wanted} is taken: ${name === 'ui' ? "Temporal's UI" : partTitles[name]} gets ${port}`)
  stack.setPort(name, port)
}
