import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unconfinedPolicy } from '../../../sandbox/policy/default-policy.ts'
import { untilProcesses } from '../support/processes.ts'
import { sandboxRig } from '../support/sandbox-rig.ts'

describe('with --sandbox none a command', () => {
  const rig = sandboxRig({ 'src/a': { type: 'file', text: 'hello', x: false } }, { backend: 'none' })
  const copy = join(realpathSync(rig.state), 'sandboxes/test-session/mounts/workspace')
  afterAll(() => rig.close())

  test('runs in the copy of the workspace at its real path, in the real home', async () => {
    expect(await rig.output('pwd; cat src/a; echo; echo $HOME')).toBe(
      `${copy}\nhello\n${process.env['HOME'] ?? homedir()}`,
    )
  })

  test('finds a workdir by its path in the workspace', async () => {
    const tool = rig.sandbox.shellTool('plain')
    const at = async (workdir: string) => (await tool.run({ command: 'pwd', workdir }, rig.context())).text
    expect(await at('/workspace/src')).toBe(`${copy}/src\nexit code: 0`)
    expect(await at('src')).toBe(`${copy}/src\nexit code: 0`)
    expect(await at('/')).toBe('/\nexit code: 0')
  })

  test('that uses a workspace path in vain is told the real one', async () => {
    const { text } = await rig.run('cat /workspace/src/a')
    expect(text).toContain(`For commands /workspace is at ${copy}; relative paths work in both.`)
  })

  test('brings its changes back', async () => {
    const result = await rig.run('echo new > src/b')
    expect(result.text).toContain('1 file changed: src/b')
    expect(Object.keys(await rig.tree())).toEqual(['src/a', 'src/b'])
  })

  test('gets no secret from the environment', async () => {
    process.env['FAKE_API_KEY'] = 'sk-secret'
    expect(await rig.output('env')).not.toContain('sk-secret')
    delete process.env['FAKE_API_KEY']
  })

  test('reads no start-up file of the person', async () => {
    const home = mkdtempSync(join(tmpdir(), 'lightspeed-home-'))
    writeFileSync(join(home, '.bashrc'), 'echo SURPRISE')
    const policy = unconfinedPolicy('s', { ...process.env, HOME: home })
    const other = sandboxRig({}, { backend: 'none', policy })
    expect(await other.output('echo $HOME')).toBe(home)
    await other.close()
    rmSync(home, { recursive: true })
  })

  test('leaves nothing of its process group behind', async () => {
    const result = await rig.run('sleep 98721 & (trap "" TERM; exec sleep 98721) & echo started')
    expect(result.text).toContain('started')
    expect(await untilProcesses('sleep 98721', false, 2_000)).toBe(true)
  })

  test('does not wait for a daemon that holds its output open', async () => {
    // Waited for, it would outlast the patience of any test.
    const { text } = await rig.run('setsid sleep 45 & echo started')
    expect(text).toBe('started\nexit code: 0')
  })

  test('that waits for its children waits for no others', async () => {
    expect(await rig.output('sleep 0.1 & wait; echo waited')).toBe('waited')
  })

  test('is ended with its group by a timeout', async () => {
    const result = await rig.run('sleep 98722 & sleep 98722', { timeout: 300 })
    expect(result).toMatchObject({ outcome: 'error', exitCode: 143 })
    expect(await untilProcesses('sleep 98722', false, 2_000)).toBe(true)
  })

  test('may write to a read-only mount, but only its own copy, and the next one finds it as it was', async () => {
    const mounts = [...rig.mounts]
    rig.mounts.push({
      path: '/docs',
      headRef: rig.blobs.putTree({ d: { type: 'file', text: 'doc', x: false } }),
      readOnly: true,
    })
    const { moves } = await rig.run('echo x > ../docs/d')
    expect(moves).toEqual([])
    expect(await rig.output('cat ../docs/d')).toBe('doc')
    rig.mounts = mounts
  })

  test('has a status that promises nothing', async () => {
    expect(await rig.sandbox.status()).toMatchObject({ backend: 'none', isUsable: true, enforcement: 'none' })
  })
})
