import { short } from './stats.ts'

/** A figure, what it should be at most, and what others need for the same. */
export interface Figure {
  readonly figure: string
  readonly measured: number
  /** NaN for none. */
  readonly target: number
  readonly others?: string
}

/** Prints figures, a line each. */
export function printFigures(figures: readonly Figure[]): void {
  for (const { figure, measured, target, others = '' } of figures) {
    const ratio = Number.isNaN(target) ? '' : `${(measured / target).toFixed(2)} of the target ${target}`
    console.log(`${figure.padEnd(56)} ${short(measured).padStart(8)}   ${ratio.padEnd(28)} ${others}`.trimEnd())
  }
}
