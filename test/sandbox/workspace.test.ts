import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FakeTree } from './support/fake-tree-sync.ts'
import { sandboxRig } from './support/sandbox-rig.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

const file = (text: string, x = false) => ({ type: 'file', text, x }) as const

function opened(tree: FakeTree = {}) {
  const rig = sandboxRig(tree)
  onTestFinished(() => rig.close())
  return rig
}

describeConfined('a command and the workspace', () => {
  test('it finds the files of the workspace', async () => {
    const rig = opened({ 'src/a.txt': file('hello\n'), 'run.sh': file('#!/bin/sh\necho ran\n', true) })
    expect(await rig.output('cat /workspace/src/a.txt; ./run.sh')).toBe('hello\nran')
  })

  test('what it changes comes back with its result', async () => {
    const rig = opened({ a: file('1'), b: file('2'), c: file('3', true) })
    const before = rig.mounts[0]!.headRef
    const result = await rig.run('echo new > a; rm b; chmod -x c; ln -s a link; echo "#!" > tool; chmod +x tool')
    expect(await rig.tree()).toEqual({
      a: file('new\n'),
      c: file('3'),
      link: { type: 'link', target: 'a' },
      tool: file('#!\n', true),
    })
    expect(result.moves).toEqual([{ path: '/workspace', headRef: rig.mounts[0]!.headRef }])
    expect(rig.mounts[0]!.headRef).not.toBe(before)
    expect(result.text).toContain('5 files changed: a, b, c, link, tool')
  })

  test('a command that changes nothing moves nothing', async () => {
    const rig = opened({ a: file('1') })
    const result = await rig.run('cat a')
    expect(result.moves).toEqual([])
    expect(result.text).toBe('1\nexit code: 0')
  })

  test('a head that another tool moved is checked out first', async () => {
    const rig = opened({ a: file('1'), b: file('b') })
    await rig.run('true')
    rig.mounts = [{ ...rig.mounts[0]!, headRef: rig.blobs.putTree({ a: file('2'), c: file('c') }) }]
    expect(await rig.output('cat a c; ls')).toBe('2ca\nc')
    expect(await rig.output('rm c; ls')).toBe('a')
    rig.mounts = [{ ...rig.mounts[0]!, headRef: rig.blobs.putTree({ a: file('2'), c: file('c') }) }]
    expect(await rig.output('ls')).toBe('a\nc')
  })

  test('a command that fails or is stopped still brings its changes', async () => {
    const rig = opened()
    await rig.run('echo 1 > a; exit 1')
    await rig.run('echo 2 > b; sleep 60', { timeout: 300 })
    expect(Object.keys(await rig.tree())).toEqual(['a', 'b'])
  })

  test('a read-only mount can be read and not be written', async () => {
    const rig = opened({ a: file('1') })
    rig.mounts.push({ path: '/docs', headRef: rig.blobs.putTree({ d: file('doc') }), readOnly: true })
    expect(await rig.output('cat /docs/d; echo x > /docs/d; touch /docs/new')).toMatch(
      /^doc[^]*Read-only file system[^]*Read-only file system$/,
    )
    expect(await rig.output('cd /docs && cat d')).toBe('doc')
  })

  test('several mounts move by themselves', async () => {
    const rig = opened({ a: file('1') })
    rig.mounts.push({ path: '/other', headRef: rig.blobs.putTree({}), readOnly: false })
    const result = await rig.run('echo x > /other/new')
    expect(result.moves?.map(({ path }) => path)).toEqual(['/other'])
    expect(result.text).toContain('1 file changed: /other/new')
    expect(await rig.tree(1)).toEqual({ new: file('x\n') })
  })

  test('without a mount a command runs in /tmp', async () => {
    const rig = opened()
    rig.mounts = []
    expect(await rig.output('pwd')).toBe('/tmp')
  })

  test('a workspace that cannot be checked out is an error, and nothing runs', async () => {
    const rig = opened()
    rig.sync.fail.checkout = 'no space left'
    const result = await rig.run('touch /tmp/ran')
    expect(result).toEqual({ outcome: 'error', text: 'The command was not run: no space left' })
    delete rig.sync.fail.checkout
    expect(await rig.output('ls /tmp')).toBe('(no output)')
  })

  test('changes that cannot be taken are an error, tell what the command said, and come with a later command', async () => {
    const rig = opened({ a: file('1') })
    rig.sync.fail.capture = 'more than 1000000 files'
    const result = await rig.run('echo ran; echo 2 > a')
    expect(result).toMatchObject({ outcome: 'error', exitCode: 0, moves: [] })
    expect(result.text).toBe(
      'ran\nexit code: 0\n' +
        'What it changed in /workspace is not kept (more than 1000000 files). Only commands see it; the next one tries again.',
    )
    delete rig.sync.fail.capture
    expect(await rig.output('cat a')).toBe('2')
    expect(await rig.tree()).toEqual({ a: file('2\n') })
  })

  test('closing leaves nothing but the copies and what commands kept', async () => {
    const rig = sandboxRig({ a: file('1') })
    await rig.run('seq 1 400000')
    await rig.sandbox.close()
    expect(readdirSync(join(rig.state, 'sandboxes/test-session')).sort()).toEqual(['home', 'mounts', 'run', 'tmp'])
    expect(readdirSync(join(rig.state, 'sandboxes/test-session/run'))).toEqual([])
    await expect(rig.run('echo hi')).rejects.toMatchObject({ code: 'sandbox-closed' })
    await rig.close()
  })
})

describeConfined('a mount at a long path', () => {
  test('is checked out, whatever its name on disk would be', async () => {
    const rig = opened({ 'a.txt': file('one') })
    const [one, other] = ['a', 'b'].map((last) => `/mnt/${'ü'.repeat(100)}/${last}`)
    rig.mounts = [
      { ...rig.mounts[0]!, path: one! },
      { ...rig.mounts[0]!, path: other! },
    ]
    expect(await rig.output(`echo two > b.txt; cat a.txt ${other!}/a.txt; ls ${other!}`)).toBe('oneonea.txt')
  })

  test('that no system takes is told of without the place of the copies', async () => {
    const rig = opened()
    rig.mounts = [{ ...rig.mounts[0]!, path: `/mnt/${'n'.repeat(6000)}` }]
    const result = await rig.run('echo hi')
    expect(result.outcome).toBe('error')
    expect(result.text).toMatch(/^The command was not run: /)
    expect(result.text).not.toContain(rig.state)
  })

  test('that could not be made is told of without the place of the copies', async () => {
    const rig = opened()
    mkdirSync(join(rig.state, 'sandboxes', 'test-session'), { recursive: true })
    writeFileSync(join(rig.state, 'sandboxes', 'test-session', 'mounts'), '')
    const result = await rig.run('echo hi')
    expect(result.text).toMatch(/^The command was not run: .*'sandboxes\/test-session\/mounts\/workspace'$/)
  })
})
