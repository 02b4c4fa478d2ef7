import { expect, onTestFinished, test, vi } from 'vitest'
import { readCommandPolicy } from '../../../cli/remote/announce-worker.ts'
import { describeConfined } from '../../sandbox/support/with-bubblewrap.ts'

function said(): () => string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => write.mockRestore())
  return () => write.mock.calls.map(([text]) => String(text)).join('')
}

describeConfined('a worker that confines commands', () => {
  test.each([
    [0, 'running as root'],
    [1000, ''],
  ])('says of user %d at its start: %s', async (user, words) => {
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(user)
    onTestFinished(() => getuid.mockRestore())
    const text = said()
    expect(await readCommandPolicy('auto')).toBe('confined')
    expect(text()).toContain(words)
    if (words === '') expect(text()).toBe('')
  })
})

test('a worker that confines nothing says so instead', async () => {
  const text = said()
  expect(await readCommandPolicy('none')).toBe('unconfined')
  expect(text()).toMatch(/unconfined, as you/)
})
