import { expect, test } from 'vitest'
import { bubblewrapArgs, type BubblewrapWorld } from '../../../sandbox/bubblewrap/bubblewrap-args.ts'

const world: BubblewrapWorld = {
  policy: { writable: [], network: 'none' },
  readable: [
    { path: '/usr', how: { type: 'bind' } },
    { path: '/bin', how: { type: 'link', target: 'usr/bin' } },
    { path: '/etc/ssl/certs', how: { type: 'bind' } },
    { path: '/etc/passwd', how: { type: 'copy' } },
  ],
  places: {
    mounts: [
      { path: '/workspace', directory: '/state/w', readOnly: false },
      { path: '/docs', directory: '/state/d', readOnly: true },
    ],
    home: '/state/home',
    tmp: '/state/tmp',
  },
  kernel: [
    { path: '/proc/sys', how: 'read-only' },
    { path: '/proc/kcore', how: 'unreadable' },
    { path: '/proc/scsi', how: 'empty' },
  ],
  configuration: '/state/etc',
  cwd: '/workspace',
  canDisableUserns: true,
}

function flat(changes: Partial<BubblewrapWorld> = {}): string {
  return bubblewrapArgs({ ...world, ...changes }, ['/bin/sh', '-c', 'x']).join(' ')
}

function mounting(path: string): () => string {
  const mounts = [{ path, directory: '/state/w', readOnly: false }]
  return () => flat({ places: { ...world.places, mounts } })
}

test('mounts appear at their workspace paths, read-only ones read-only', () => {
  expect(flat()).toContain('--bind /state/w /workspace')
  expect(flat()).toContain('--ro-bind /state/d /docs')
})

test('the configuration is one directory, into which only directories are bound', () => {
  expect(flat()).toContain('--ro-bind /state/etc /etc --ro-bind /etc/ssl/certs /etc/ssl/certs')
  expect(flat()).not.toContain('/etc/passwd')
})

test('what would lie where commands can write is refused, since they could put a link there', () => {
  const readable = [...world.readable, { path: '/data/tools', how: { type: 'bind' } } as const]
  expect(() => flat({ readable, policy: { writable: ['/data'], network: 'none' } })).toThrow(
    '/data/tools, because of /data',
  )
})

test('the system is read-only, its links stay links, and the root is read-only last', () => {
  expect(flat()).toContain('--symlink usr/bin /bin')
  expect(flat()).toContain('--ro-bind /usr /usr')
  expect(flat()).toMatch(/--remount-ro \/ --chdir \/workspace -- \/bin\/sh -c x$/)
})

test('every world drops all capabilities, has its own namespaces and ends with its parent', () => {
  for (const word of ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--disable-userns']) {
    expect(flat()).toContain(word)
  }
  expect(flat()).toContain('--cap-drop ALL --die-with-parent --new-session')
})

test('what the kernel has in /proc is covered as soon as it is there', () => {
  expect(flat()).toContain(
    '--proc /proc --ro-bind /proc/sys /proc/sys --ro-bind /state/etc-unreadable /proc/kcore --tmpfs /proc/scsi --remount-ro /proc/scsi --dev',
  )
})

test('only a policy without network takes the network away', () => {
  expect(flat()).toContain('--unshare-net')
  expect(flat({ policy: { writable: [], network: 'host' } })).not.toContain('--unshare-net')
})

test('an old bubblewrap is not given an option it does not know', () => {
  expect(flat({ canDisableUserns: false })).not.toContain('--disable-userns')
})

test('further writable directories of the policy win over readable ones at the same path', () => {
  const readable = [...world.readable, { path: '/data', how: { type: 'bind' } } as const]
  const args = flat({ readable, policy: { writable: ['/data'], network: 'none' } })
  expect(args).toContain('--bind /data /data')
  expect(args).not.toContain('--ro-bind /data')
})

test.each(['/', '/usr/src', '/usr', '/home', '/home/agent/x', '/proc', '/dev/shm', '/tmp', '/tmp/project', '/etc/x'])(
  'a mount at %s is refused, since it would hide a part of the sandbox',
  (path) => expect(mounting(path)).toThrow(expect.objectContaining({ code: 'sandbox-mount-path' }) as Error),
)

test.each(['/workspace', '/home/me/project', '/mnt/other', '/srv'])('a mount at %s is fine', (path) => {
  expect(mounting(path)()).toContain(`--bind /state/w ${path}`)
})
