import { UsageError } from '../errors.ts'
import type { FaceFlags, OpenFace } from './face-facts.ts'

/** The screen that repaints, or plain lines. @throws UsageError without a terminal */
export function chooseFace(flags: FaceFlags): OpenFace {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError('this needs a terminal; lightspeed run works in a pipe, and log --follow reads along')
  }
  if (flags.plain || process.env['TERM'] === 'dumb')
    return async (facts) => (await import('./plain/open-plain.ts')).openPlain(facts)
  return async (facts) => (await import('../tui/open-screen.ts')).openScreen(facts)
}
