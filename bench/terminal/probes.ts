import { setTimeout as wait } from 'node:timers/promises'
import { startOnScreen, type ProgramOptions, type ScreenProgram } from '../support/screen-program.ts'
import { streamEnd } from './stream-script.ts'

/** How a program is recognised on the screen, and spoken to. */
export interface Face {
  /** Its input box waits for a prompt. */
  readonly isReady: (screen: string) => boolean
  readonly prompt: string
  /** Whether the input holds just what was typed. */
  readonly isEchoed: (screen: string, typed: string) => boolean
}

/** What opening cost. */
export interface Opened {
  /** From the start to the input box, and all else that is waited for, on the screen. */
  readonly ms: number
  /** Used until then. */
  readonly cpuMs: number
  /** Held a moment later. */
  readonly rssMb: number
  /** From key to echo, ms. */
  readonly echoes: readonly number[]
}

/** What a program does behind its first paint may take so long. */
const settleMs = 1_500

/** Starts a program, waits until it can be typed into, types so many keys, and ends it. */
export async function open(options: ProgramOptions, face: Omit<Face, 'prompt'>, keys = 0): Promise<Opened> {
  const program = startOnScreen(options)
  try {
    const at = await program.shown(face.isReady)
    const { cpuMs } = program.cost()
    await wait(settleMs)
    const { rssMb } = program.cost()
    const echoes = keys === 0 ? [] : await typeUntil(program, face, after(keys), 60)
    return { ms: at - program.startedAt, cpuMs, rssMb, echoes }
  } finally {
    await program.close()
  }
}

/** What streaming cost. */
export interface Streamed {
  readonly windowMs: number
  readonly cpuMs: number
  readonly repaints: number
  readonly bytes: number
  readonly rssMb: number
  /** From key to echo, ms, one for each key that was typed meanwhile. */
  readonly echoes: readonly number[]
}

/** Has a program stream the long answer; `typesEveryMs` types into it meanwhile, null does not. */
export async function stream(options: ProgramOptions, face: Face, typesEveryMs: number | null): Promise<Streamed> {
  const program = startOnScreen(options)
  try {
    await program.shown(face.isReady)
    await wait(settleMs)
    program.type(face.prompt)
    await program.shown((screen) => screen.includes(face.prompt))
    program.type('\r')
    await program.shown((screen) => screen.includes('Part 1'))
    const begun = performance.now()
    const before = { cost: program.cost(), repaints: program.repaints(), bytes: program.raw().length }
    const ending = program.shown((screen) => screen.includes(streamEnd), 120_000)
    let isOver = false
    const over = ending.then(() => (isOver = true))
    const echoes: number[] = []
    if (typesEveryMs !== null) echoes.push(...(await typeUntil(program, face, () => isOver, typesEveryMs)))
    await over
    const windowMs = (await ending) - begun
    const after = program.cost()
    return {
      ...{ windowMs, cpuMs: after.cpuMs - before.cost.cpuMs, rssMb: after.rssMb, echoes },
      ...{ repaints: program.repaints() - before.repaints, bytes: program.raw().length - before.bytes },
    }
  } finally {
    await program.close()
  }
}

/** Hardly a word of the answer that streams. */
const alphabet = 'qzxjvkwqxzvjkxwvqzj'
/** Until then what was typed may stand elsewhere on the screen. */
const unsureKeys = 3

/** Types a letter every so often, each when the one before is on the screen. @returns from key to echo, ms */
async function typeUntil(
  program: Pick<ScreenProgram, 'type' | 'shown'>,
  { isEchoed }: Pick<Face, 'isEchoed'>,
  isOver: () => boolean,
  everyMs: number,
): Promise<readonly number[]> {
  const echoes: number[] = []
  let typed = ''
  // A draft of one row: the screen holds it in one piece.
  while (!isOver() && typed.length < 78) {
    const letter = alphabet[typed.length % alphabet.length] ?? 'a'
    const at = performance.now()
    program.type(letter)
    typed += letter
    const seen = await program.shown((screen) => isEchoed(screen, typed), 20_000)
    if (typed.length > unsureKeys) echoes.push(seen - at)
    await wait(Math.max(0, everyMs * (0.8 + 0.4 * Math.random()) - (seen - at)))
  }
  return echoes
}

function after(keys: number): () => boolean {
  let asked = 0
  return () => asked++ >= keys
}
