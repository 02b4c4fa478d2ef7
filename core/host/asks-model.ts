import type { Intent } from '../machine/index.ts'

/** Whether an effect asks a model: it may be asked again, and is paid again. */
export function asksModel({ kind }: Intent): boolean {
  return kind === 'model.generate' || kind === 'context.compact'
}
