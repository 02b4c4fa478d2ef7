import type { MethodName } from './contract.ts'

/** What is small and answered at once, before anything else is done: somebody waits and sees nothing. */
export const quickMethods: ReadonlySet<MethodName> = new Set([
  'info',
  'sessions.get',
  'sessions.list',
  'workers.describe',
  'model-keys.list',
])
