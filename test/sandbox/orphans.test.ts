import { expect, test } from 'vitest'
import { untilProcesses } from './support/processes.ts'
import { describeConfined } from './support/with-bubblewrap.ts'
import { startChild } from './support/start-child.ts'

describeConfined('a harness that is killed', () => {
  test.each([
    ['bubblewrap', '98711'],
    ['none', '98712'],
  ])('takes its running command along (%s)', async (backend, mark) => {
    const harness = await startChild([backend, `sleep ${mark} & (trap '' TERM; sleep ${mark}) & sleep ${mark}`])
    expect(await untilProcesses(`sleep ${mark}`, true)).toBe(true)
    harness.process.kill('SIGKILL')
    expect(await untilProcesses(`sleep ${mark}`, false, 2_000)).toBe(true)
  })

  test('takes its waiting shell along, also one that hides in a session of its own', async () => {
    const harness = await startChild(['bubblewrap', 'setsid sleep 98713 & echo $!'])
    const printed = await harness.until('done')
    const state = /^state (.*)$/m.exec(printed)?.[1] ?? 'none'
    expect(await untilProcesses(`${state}/sandboxes`, true)).toBe(true)
    expect(await untilProcesses('sleep 98713', false, 2_000)).toBe(true)
    harness.process.kill('SIGKILL')
    expect(await untilProcesses(`${state}/sandboxes`, false, 2_000)).toBe(true)
  })

  test('passes no descriptor on that it was started with', async () => {
    const list = 'for f in /proc/self/fd/*; do echo fd ${f##*/}; done'
    for (const backend of ['bubblewrap', 'none']) {
      const stdio = ['ignore', 'pipe', 'inherit', 'pipe', 'ignore', 'pipe', ...Array<'pipe'>(10).fill('pipe')] as const
      const harness = await startChild([backend, list], { stdio: [...stdio] })
      expect((await harness.until('done')).match(/fd \d+/g)).toEqual(['fd 0', 'fd 1', 'fd 2', 'fd 3'])
    }
  })

  test.skipIf(process.getuid?.() !== 0)('that is not root confines its commands as well', async () => {
    const commands = [
      'id -u; echo x > file; cat file',
      'grep CapEff /proc/self/status; ls /root; echo x > /usr/x; cat file',
    ]
    const harness = await startChild(['bubblewrap', ...commands], { uid: 65534, gid: 65534 })
    const printed = await harness.until('done')
    expect(printed).toContain('65534\nx\nexit code: 0\n1 file changed: file')
    expect(printed).toMatch(/CapEff:\s+0000000000000000/)
    expect(printed).toContain("cannot access '/root': No such file or directory")
    expect(printed).toMatch(/\/usr\/x: Read-only file system\nx\nexit code: 0/)
  })
})
