import { postgresUrl } from './addresses.ts'
import { ensurePart, type PartWish } from './ensure-part.ts'
import { assertFound, findPrograms, installs, type Programs } from './find-programs.ts'
import { partNames, type PartName } from './part-name.ts'
import type { Blueprint } from './parts/blueprint.ts'
import { isRunning } from './process-mark.ts'
import { stopProcess } from './stop-process.ts'
import { requireSecrets } from './stack-secrets.ts'
import { Stack } from './stack.ts'
import { supplyTenant, type SuppliedKeys, type Supplies } from './supply-tenant.ts'

/** What a stack is brought up with. */
export interface UpWish
  extends PartWish, Pick<Blueprint, 'config' | 'temporal' | 'env' | 'places'>, Pick<Supplies, 'stored'> {}

/** What became of it. */
export interface UpResult {
  /** What was not running before. */
  readonly started: readonly PartName[]
  readonly keys: SuppliedKeys
}

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
  const wanted = chooseParts(stack.state.blobs ?? (programs.s3 === null ? 'files' : 's3'))
  // All that is missing is said at once, before anything is started.
  assertFound(programs, wanted.filter((name) => !isUp(name, stack)).filter(isProgram))
  if (stack.state.blobs === null) chooseBlobs(wish, stack, programs)
  const secrets = requireSecrets(wish.places.secrets)
  const blueprint = (): Blueprint => ({ ...wish, state: stack.state, secrets, programs })
  let keys: SuppliedKeys = { copied: [], all: [] }
  for (const name of wanted) {
    const isNew = await ensurePart(name, stack, blueprint, wish, () => started.push(name))
    if (name !== 'postgres') continue
    if (isNew) stack.change({ postgresPrograms: programs.postgres })
    const url = postgresUrl(stack.state, secrets)
    const secretsFile = wish.places.secrets
    keys = await supplyTenant({ ...wish, url, secrets, secretsFile, configured: wish.config.providers })
  }
  return keys
}

function chooseParts(blobs: 's3' | 'files'): readonly PartName[] {
  return partNames.filter((name) => name !== 's3' || blobs === 's3')
}

/** Once: the large blobs of old sessions are where the first start put them. */
function chooseBlobs({ places, say }: UpWish, stack: Stack, { s3 }: Programs): void {
  if (s3 === null) say(`large blobs go to ${places.blobs}: there is no ${installs.s3}`)
  stack.change({ blobs: s3 === null ? 'files' : 's3' })
}

function isUp(name: PartName, { state }: Stack): boolean {
  const process = state.processes[name]
  return process !== undefined && isRunning(process)
}

function isProgram(name: PartName): name is keyof Programs & PartName {
  return name !== 'server'
}
