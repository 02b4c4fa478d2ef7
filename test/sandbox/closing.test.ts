import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sandboxRig } from './support/sandbox-rig.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

describeConfined('a sandbox that is closed while it is opened', () => {
  test('waits for what is being made, and leaves no run directory behind', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const rig = sandboxRig()
      const tried = rig.sandbox.status()
      await setTimeout(moment * 3)
      await rig.sandbox.close()
      const runs = join(rig.state, 'sandboxes', 'test-session', 'run')
      expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([])
      expect((await tried).isUsable).toBe(true)
      await rig.close()
    }
  })
})
