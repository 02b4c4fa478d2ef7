import { describe } from 'vitest'
import { findBubblewrap } from '../../../sandbox/bubblewrap/find-bubblewrap.ts'

const found = await findBubblewrap()
const missing = 'missing' in found ? found.missing : null

/** A suite that needs bubblewrap. Without it the name says how to get it; under `CI=true` that is a failure. */
export function describeConfined(name: string, suite: () => void): void {
  if (missing === null || process.env['CI'] === 'true') describe(name, suite)
  else describe.skip(`${name} (${missing})`, suite)
}
