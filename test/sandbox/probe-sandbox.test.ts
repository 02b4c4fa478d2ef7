import { expect, test } from 'vitest'
import { probeSandbox } from '../../sandbox/probe-sandbox.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

describeConfined('a probe of this machine', () => {
  test('runs a real sandbox without a session', async () => {
    const status = await probeSandbox()
    expect(status).toMatchObject({ backend: 'bubblewrap', isUsable: true, how: null })
    expect(status.program?.version).toMatch(/^\d+\.\d+/)
    expect(status.enforced).toContain('home: yours is not visible')
  })
})
