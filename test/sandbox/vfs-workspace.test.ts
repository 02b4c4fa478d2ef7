import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTreeSync } from '../../vfs/sync/tree-sync.ts'
import { readFile } from '../../vfs/tree/read.ts'
import { walkTree } from '../../vfs/tree/walk.ts'
import { emptyTree, writeFile } from '../../vfs/tree/write.ts'
import { foldedTree } from '../vfs/hostile-tree.ts'
import { sandboxRig, type SandboxRig } from './support/sandbox-rig.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

/** A sandbox over the virtual file system itself. */
async function opened(files: Readonly<Record<string, string>>): Promise<SandboxRig> {
  const rig = sandboxRig({}, { sync: createTreeSync() })
  onTestFinished(() => rig.close())
  rig.mounts = [{ path: '/workspace', headRef: emptyTree(rig.blobs), readOnly: false }]
  for (const [path, text] of Object.entries(files)) await write(rig, path, text)
  return rig
}

/** What a file tool does. */
async function write(rig: SandboxRig, path: string, text: string): Promise<void> {
  const [mount] = rig.mounts
  const headRef = await writeFile(mount!.headRef, path, Buffer.from(text), {}, rig.blobs)
  rig.mounts = [{ ...mount!, headRef }]
}

async function read(rig: SandboxRig, path: string): Promise<string> {
  return Buffer.from(await readFile(rig.mounts[0]!.headRef, path, rig.blobs)).toString()
}

async function list(rig: SandboxRig): Promise<readonly string[]> {
  const listed: string[] = []
  for await (const { path, entry } of walkTree(rig.mounts[0]!.headRef, rig.blobs)) {
    listed.push(`${path} ${entry.kind}${entry.executable ? ' x' : ''}`)
  }
  return listed
}

describeConfined('commands and the virtual file system', () => {
  test('see what file tools wrote, and file tools see what they wrote', async () => {
    const rig = await opened({ 'src/a.txt': 'one\n', 'src/b.txt': 'two\n', 'old/c.txt': 'three\n' })
    expect(await rig.output('cat src/a.txt')).toBe('one')
    await write(rig, 'src/a.txt', 'edited\n')
    const command =
      'cat src/a.txt; echo new > src/new.txt; rm -r old; ln -s a.txt src/link; echo "#!" > run; chmod +x run'
    const result = await rig.run(command)
    expect(result.text).toContain('edited\n')
    expect(result.text).toContain('4 files changed: old/c.txt, run, src/link, src/new.txt')
    expect(await list(rig)).toEqual([
      'run file x',
      'src/a.txt file',
      'src/b.txt file',
      'src/link symlink',
      'src/new.txt file',
    ])
    expect(await read(rig, 'src/new.txt')).toBe('new\n')
  })

  test('twenty commands and edits in turn never lose one', async () => {
    const rig = await opened({ log: '' })
    for (let n = 0; n < 10; n++) {
      await rig.run(`echo command ${n} >> log`)
      await write(rig, 'log', `${await read(rig, 'log')}edit ${n}\n`)
    }
    const expected = Array.from({ length: 10 }, (_, n) => `command ${n}\nedit ${n}\n`).join('')
    expect(await read(rig, 'log')).toBe(expected)
    expect(await rig.output('cat log')).toBe(expected.trimEnd())
  })

  test('a directory that a command replaced by a link leads no later edit out of the workspace', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'lightspeed-outside-'))
    onTestFinished(() => rmSync(outside, { recursive: true }))
    const rig = await opened({ 'dir/file': 'in\n' })
    const before = rig.mounts
    await rig.run(`rm -r dir && ln -s ${outside} dir`)
    rig.mounts = before
    await write(rig, 'dir/file', 'edited\n')
    expect(await rig.output('cat dir/file')).toBe('edited')
    expect(existsSync(join(outside, 'file'))).toBe(false)
  })

  test('odd names and unreadable files do not stop what can be kept', async () => {
    const rig = await opened({ a: '1' })
    const result = await rig.run(
      "mkdir 'a b'; echo x > 'a b/ü\n'; mkfifo pipe; mkdir locked; echo y > locked/f; chmod 0 locked",
    )
    expect(result.outcome).not.toBe('cancelled')
    expect(await list(rig)).toContain('a b/ü\n file')
    expect(result.text).toMatch(/not kept: .*pipe/)
  })
})

describeConfined('a tree that nobody could check out', () => {
  test('is the result of the command, which does not run', async () => {
    const rig = sandboxRig({}, { sync: createTreeSync() })
    rig.mounts = [{ ...rig.mounts[0]!, headRef: foldedTree(30, 6, { files: 1 }, rig.blobs) }]
    const result = await rig.run('echo hi')
    expect(result.outcome).toBe('error')
    expect(result.text).toMatch(
      /^The command was not run: tree sha256:\w+ cannot be read: it holds 30 files, and 1 are/,
    )
    await rig.close()
  })

  test.each(['a stop', 'the end of the sandbox'])('does not outlive %s', async (how) => {
    const rig = sandboxRig({}, { sync: createTreeSync() })
    onTestFinished(() => rig.close())
    const stopping = new AbortController()
    const end = vi.fn(() => (how === 'a stop' ? Promise.resolve(stopping.abort()) : rig.sandbox.close()))
    // More than a test would wait for.
    rig.mounts = [{ ...rig.mounts[0]!, headRef: foldedTree(98, 3, 'the truth', rig.blobs) }]
    const file = rig.blobs.put(Buffer.from('x'))
    rig.blobs.get = (ref) => {
      if (ref === file && end.mock.calls.length === 0) void end()
      return Promise.resolve(rig.blobs.bytesByRef.get(ref)!)
    }
    expect(await rig.run('echo hi', { signal: stopping.signal })).toMatchObject({ outcome: 'cancelled' })
    expect(end).toHaveBeenCalledOnce()
    await end.mock.results[0]!.value
  })
})

describeConfined('what a command changed and nobody could take in', () => {
  test('does not outlive a stop for long: the model is told, and the next command takes it in', async () => {
    const sync = createTreeSync()
    const { capture } = sync
    const stopping = new AbortController()
    let ended: unknown = null
    sync.capture = async (directory, blobs, signal) => {
      stopping.abort()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      sync.capture = capture
      return capture(directory, blobs, signal).catch((error: unknown) => {
        ended = error
        throw error
      })
    }
    const rig = sandboxRig({}, { sync })
    onTestFinished(() => rig.close())
    const head = emptyTree(rig.blobs)
    rig.mounts = [{ ...rig.mounts[0]!, headRef: head }]
    const result = await rig.run('for i in $(seq 2000); do echo $i > $i; done', { signal: stopping.signal })
    expect(ended).toMatchObject({ message: 'it was stopped before all of it was read' })
    expect(result).toMatchObject({ outcome: 'error', moves: [] })
    expect(result.text).toContain('is not kept (it was stopped before all of it was read)')
    expect((await rig.run('true')).text).toMatch(/2000 files changed/)
  })
})
