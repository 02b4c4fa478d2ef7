import { createContext, Script, type Context } from 'node:vm'
import { errorCode } from '../../../core/values/errors.ts'

/**
 * Stops synchronous work that takes too long, a regular expression that backtracks for ever included: V8 can
 * interrupt one only through a script of `node:vm`. The budget is shared by all work of one guard.
 */
export class TimeGuard {
  private leftMs: number

  constructor(budgetMs: number) {
    this.leftMs = budgetMs
  }

  /** False when the time ran out, before or during the work. */
  run(work: () => void): boolean {
    if (this.leftMs < 1) return false
    const start = performance.now()
    runner ??= createRunner()
    runner.slot.work = work
    try {
      runner.script.runInContext(runner.context, { timeout: Math.ceil(this.leftMs) })
      return true
    } catch (error) {
      if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
      throw error
    } finally {
      runner.slot.work = idle
      this.leftMs -= performance.now() - start
    }
  }
}

interface Runner {
  readonly slot: { work: () => void }
  readonly context: Context
  readonly script: Script
}

const idle = () => {}

/** Made once: a context costs a millisecond. */
let runner: Runner | null = null

function createRunner(): Runner {
  const slot = { work: idle }
  return { slot, context: createContext(slot), script: new Script('work()') }
}
