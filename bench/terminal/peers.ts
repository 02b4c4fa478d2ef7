import type { Figure } from '../support/figures.ts'
import type { BenchDesk } from './desk.ts'

/** TODO */
export async function peerFigures(_desk: BenchDesk): Promise<readonly Figure[]> {
  return []
}
