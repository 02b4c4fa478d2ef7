import { choosePort } from './choose-port.ts'
import { logOf } from './dev-places.ts'
import { assertFound } from './find-programs.ts'
import { partTitles, type PartName } from './part-name.ts'
import type { Blueprint } from './parts/blueprint.ts'
import { describePart } from './parts/describe-part.ts'
import { isRunning } from './process-mark.ts'
import type { Stack } from './stack.ts'
import type { PortName } from './stack-state.ts'
import { becomesReady, startPart } from './start-part.ts'
import { stopProcess } from './stop-process.ts'

/** How a part is to be started. */
export interface PartWish {
  /** Without the UI of Temporal. */
  readonly headless: boolean
  readonly signal: AbortSignal
  /** Hears what is done, and what the person should know. */
  readonly say: (line: string) => void
}

/** One that runs and does not answer gets so long, ms: it may have been started just now, or waits for another part. */
const answerMs = 20_000

/** Starts a part unless it runs as it should; `starting` hears of it before. Whether it was started. @throws FailedError */
export async function ensurePart(
  name: PartName,
  stack: Stack,
  blueprint: () => Blueprint,
  wish: PartWish,
  starting: () => void,
): Promise<boolean> {
  if (await runsWell(name, stack, blueprint(), wish)) return false
  // It was found running before, and what it is started anew with may be gone.
  if (name !== 'server') assertFound(blueprint().programs, [name])
  starting()
  stack.setProcess(name, null)
  await settlePort(name, stack, wish)
  if (name === 'temporal') await settleUi(stack, wish)
  const part = describePart(name, blueprint())
  wish.say(`starting ${partTitles[name]}`)
  await startPart(part, logOf(blueprint().places, name), wish.signal, (process) => {
    stack.setProcess(name, { ...process, inputs: part.inputs })
  })
  return true
}

/** Whether a part runs as it should and answers; one that runs otherwise is stopped. */
async function runsWell(
  name: PartName,
  { state }: Stack,
  blueprint: Blueprint,
  { signal, say }: PartWish,
): Promise<boolean> {
  const process = state.processes[name]
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

async function settleUi(stack: Stack, wish: PartWish): Promise<void> {
  stack.change({ hasUi: !wish.headless })
  if (!wish.headless) await settlePort('ui', stack, wish)
}

/** Where a part listened last, unless somebody else does now. */
async function settlePort(name: PortName, stack: Stack, { say }: PartWish): Promise<void> {
  const wanted = stack.state.ports[name]
  const port = await choosePort(wanted)
  if (port === wanted) return
  say(`port ${wanted} is taken: ${name === 'ui' ? "Temporal's UI" : partTitles[name]} gets ${port}`)
  stack.setPort(name, port)
}
