import { reportFailure } from './report-failure.ts'

/** Takes errors that nobody caught, rejections included, until the returned function is called. */
export function takeDefects(handler: (error: unknown) => void): () => void {
  process.on('uncaughtException', handler)
  return () => process.off('uncaughtException', handler)
}

/** Says in one line what nobody caught, and ends; a command that has taken defects does it better. */
export function installDefects(argv: readonly string[]): void {
  takeDefects((error) => {
    if (process.listenerCount('uncaughtException') > 1) return
    process.exit(reportFailure(error, argv))
  })
}
