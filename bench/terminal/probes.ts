import { setTimeout as wait } from 'node:timers/promises'
import type { ProcessCost } from '../support/process-cost.ts'
import { startOnScreen, type ProgramOptions, type ScreenProgram } from '../support/screen-program.ts'
import { streamEnd } from './stream-script.ts'

/** How a program is recognised on the screen, and spoken to. */
export interface Face {
  /** Its input box waits for a prompt. */
  readonly isReady: (screen: string) => boolean
  readonly prompt: string
  /** Keys that send what was typed. */
  readonly enter: string
}

/** From its start to the input box on the screen, and what that cost. */
export interface Painted {
  readonly ms: number
  readonly cost: ProcessCost
}

/** Starts a program, waits until it can be typed into, and ends it. */
export async function paint(options: ProgramOptions, isReady: Face['isReady']): Promise<Painted> {
  const program = startOnScreen(options)
  try {
    const at = await program.shown(isReady)
    return { ms: at - program.startedAt, cost: program.cost() }
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
    // What a program does behind its first paint is not streaming.
    await wait(1500)
    program.type(face.prompt)
    await program.shown((screen) => screen.includes(face.prompt))
    program.type(face.enter)
    await program.shown((screen) => screen.includes('Part 1'))
    const begun = performance.now()
    const before = { cost: program.cost(), repaints: program.repaints(), bytes: program.raw().length }
    const ending = program.shown((screen) => screen.includes(streamEnd), 120_000)
    let isOver = false
    const over = ending.then(() => (isOver = true))
    const echoes: number[] = []
    if (typesEveryMs !== null) echoes.push(...(await typeUntil(program, () => isOver, typesEveryMs)))
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

const alphabet = 'abcdefghijklmnopqrstuvwxyz'

/** Types a letter every so often, each when the one before is on the screen. @returns from key to echo, ms */
export async function typeUntil(
  program: Pick<ScreenProgram, 'type' | 'shown'>,
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
    const seen = await program.shown((screen) => screen.includes(typed.length < 4 ? ` ${typed}` : typed), 20_000)
    echoes.push(seen - at)
    await wait(Math.max(0, everyMs * (0.8 + 0.4 * Math.random()) - (seen - at)))
  }
  return echoes
}
