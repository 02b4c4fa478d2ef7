import { UsageError } from '../errors.ts'
import type { FaceFlags, OpenFace } from './face-facts.ts'
import { watchTerminal } from './watch-terminal.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** @throws UsageError without a terminal */
export function requireTerminal(): void {
  if (process.stdin.isTTY && process.stdout.isTTY) return
  throw new UsageError(
    `this needs a terminal; ${commandLine('run')} works in a pipe, and ${commandLine('log --follow')} reads along`,
  )
}

/** The screen that repaints, or plain lines. */
export function chooseFace(flags: FaceFlags): OpenFace {
  const isPlain = flags.plain || process.env['TERM'] === 'dumb'
  const load = isPlain
    ? async (): Promise<OpenFace> => (await import('./plain/open-plain.ts')).openPlain
    : async (): Promise<OpenFace> => (await import('../tui/open-screen.ts')).openScreen
  const isGone = watchTerminal()
  return async (facts) => {
    const open = await load()
    return isGone() ? { type: 'leave' } : open(facts)
  }
}
