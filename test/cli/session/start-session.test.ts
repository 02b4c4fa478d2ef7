import { expect, test } from 'vitest'
import { titleOf } from '../../../cli/session/start-session.ts'

test('a title is the first line of a prompt, cut', () => {
  expect(titleOf('\n  fix it \nplease')).toBe('fix it')
  expect([...titleOf('ä'.repeat(200))]).toHaveLength(120)
})
