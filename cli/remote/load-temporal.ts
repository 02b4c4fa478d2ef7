import { errorCode } from '../../core/values/errors.ts'
import { FailedError } from '../errors.ts'

/** The releases that this build was made with. */
const packages = ['worker', 'client', 'activity'].map((name) => `@temporalio/${name}@1.24`).join(' ')

/** Temporal's packages, which take 255 MB and are not installed with the CLI. @throws FailedError saying what installs them */
export async function loadTemporal() {
  try {
    const [worker, { installRuntime }, { promote }, { wakeSession, usualDispatch }, { wakeWaiting }, client] =
      await Promise.all([
        import('../../remote/temporal/open-worker.ts'),
        import('../../remote/temporal/install-runtime.ts'),
        import('../../remote/temporal/promote.ts'),
        import('../../remote/temporal/wake-session.ts'),
        import('../../remote/temporal/wake-waiting.ts'),
        import('@temporalio/client'),
      ])
    const { Client, Connection } = client
    const { openWorker, cutMs } = worker
    return { openWorker, cutMs, installRuntime, promote, wakeSession, wakeWaiting, usualDispatch, Client, Connection }
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new FailedError('not-installed', `a server needs packages that are not installed; npm install -g ${packages}`)
  }
}
