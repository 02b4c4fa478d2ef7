import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { homedir, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { systemDirectories } from '../../core/values/mount-path.ts'
import { bubblewrapArgs } from '../../sandbox/bubblewrap/bubblewrap-args.ts'
import { kernelFiles } from '../../sandbox/bubblewrap/kernel-files.ts'
import { makeConfiguration } from '../../sandbox/bubblewrap/make-configuration.ts'
import { readableBinds } from '../../sandbox/bubblewrap/readable-binds.ts'
import { defaultPolicy } from '../../sandbox/policy/default-policy.ts'
import { sandboxRig, type SandboxRig } from './support/sandbox-rig.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

const reached = 'REACHED'

/** A user without rights. */
const nobody = 65_534

const writableOfKernel = "find /proc -not -path '/proc/[0-9]*' -type f -writable 2>/dev/null"

/** Every probe must first succeed without a sandbox: one that cannot succeed proves nothing. */
async function succeedsUnconfined(command: string): Promise<boolean> {
  const env = { ...process.env, FAKE_API_KEY: 'sk-secret' }
  const { stdout } = await promisify(execFile)('/bin/bash', ['-c', `${command}; true`], { env })
  return stdout.includes(reached)
}

describeConfined('a confined command', () => {
  // Not in /tmp, which commands have one of their own of: a checkout there needs root for this.
  const visible = import.meta.dirname.startsWith('/tmp/') ? '/srv' : import.meta.dirname
  const outside = mkdtempSync(join(visible, 'outside-'))
  const isRoot = process.getuid?.() === 0
  let rig: SandboxRig
  let server: Server
  let port: number
  let sleeper: ChildProcess

  beforeAll(async () => {
    process.env['FAKE_API_KEY'] = 'sk-secret'
    rig = sandboxRig()
    writeFileSync(join(outside, 'secret'), 'secret')
    server = createServer((socket) => socket.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
    sleeper = spawn('sleep', ['600'], { stdio: 'ignore' })
  })
  afterAll(async () => {
    delete process.env['FAKE_API_KEY']
    sleeper.kill('SIGKILL')
    await rig.close()
    server.close()
    rmSync(outside, { recursive: true })
  })

  const probes: readonly [name: string, probe: () => string, needsRoot?: boolean][] = [
    ['write a file outside', () => `echo x > ${outside}/new && echo ${reached}`],
    ['read a file outside', () => `cat ${outside}/secret && echo ${reached}`],
    ['see the home directory', () => `ls -a ${homedir()} && echo ${reached}`],
    ['see the state directory', () => `ls ${rig.state}/sandboxes && echo ${reached}`],
    ['reach a server on this machine', () => `exec 3<>/dev/tcp/127.0.0.1/${port} && head -c5 <&3 && echo ${reached}`],
    ['see an environment variable', () => `[ -n "$FAKE_API_KEY" ] && echo ${reached}`],
    ['find a secret in any environment', () => `grep -qa FAKE_API_KEY /proc/*/environ && echo ${reached}`],
    ['see a process of this machine', () => `kill -0 ${sleeper.pid ?? 0} && echo ${reached}`],
    ['see this program', () => `grep -qa "[v]itest" /proc/*/cmdline && echo ${reached}`],
    ['make a user namespace', () => `unshare -U true && echo ${reached}`],
    ['mount a file system', () => `unshare -m mount -t tmpfs none /mnt && echo ${reached}`, true],
    ['make a device', () => `mknod /tmp/lightspeed-null c 1 3 && rm /tmp/lightspeed-null && echo ${reached}`, true],
    ['read the password hashes', () => `cat /etc/shadow && echo ${reached}`, true],
    ['change settings of the kernel', () => `[ -w /proc/sys/kernel/core_pattern ] && echo ${reached}`, true],
    ['change what the kernel does about memory', () => `[ -w /proc/sys/vm/swappiness ] && echo ${reached}`, true],
    ['read the messages of the kernel', () => `[ -r /proc/kmsg ] && exec 3</proc/kmsg && echo ${reached}`, true],
    ['load what the kernel keeps', () => `ls /sys/kernel && echo ${reached}`],
  ]

  test.each(probes.filter(([, , needsRoot]) => isRoot || needsRoot !== true))('cannot %s', async (_, probe) => {
    expect(await succeedsUnconfined(probe())).toBe(true)
    expect((await rig.run(probe())).text).not.toContain(reached)
  })

  test('has no capabilities and can gain none, also when root started it', async () => {
    const status = await rig.output("grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status")
    expect(status.replace(/\s+/g, ' ')).toBe(
      'CapPrm: 0000000000000000 CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1',
    )
  })

  test('cannot make the system writable again', async () => {
    const text = await rig.output('mount -o remount,rw,bind /usr; umount -l /usr; echo x > /usr/lightspeed-test')
    expect(text).toMatch(/\/usr\/lightspeed-test: Read-only file system$/)
  })

  test('finds no file of the kernel that it could write, and what it needs of /proc', async () => {
    expect(await rig.output(writableOfKernel)).toBe('(no output)')
    expect(await rig.output('cat /proc/sys/kernel/osrelease; grep -c MemTotal /proc/meminfo; ps -o comm= -p $$')).toBe(
      `${release()}\n1\nbash`,
    )
    expect(await rig.output('echo 600 > /proc/self/oom_score_adj && cat /proc/self/oom_score_adj')).toBe('600')
  })

  test.runIf(isRoot)('finds none either when a user without rights started it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'lightspeed-nobody-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const policy = { readable: [], writable: [], network: 'none' as const }
    const readable = readableBinds(systemDirectories)
    const places = { mounts: [], home: join(root, 'home'), tmp: join(root, 'tmp') }
    const configuration = join(root, 'etc')
    makeConfiguration(configuration, readable)
    for (const directory of [root, configuration, places.home, places.tmp]) {
      mkdirSync(directory, { recursive: true })
      chownSync(directory, nobody, nobody)
    }
    const world = { policy, readable, places, configuration, cwd: '/', canDisableUserns: false }
    const args = bubblewrapArgs({ ...world, kernel: kernelFiles(false) }, [
      '/bin/bash',
      '-c',
      `id -u; ${writableOfKernel}; true`,
    ])
    const { stdout } = await promisify(execFile)('bwrap', args, { uid: nobody, gid: nobody })
    expect(stdout).toBe(`${nobody}\n`)
  })

  test('finds nothing else that it could write but what is its own', async () => {
    const own = ['/workspace', '/tmp', '/home/agent', '/dev', '/proc']
      .map((path) => `-path ${path} -prune`)
      .join(' -o ')
    expect(await rig.output(`find / ${own} -o -writable -not -type l -print 2>/dev/null`)).toBe('(no output)')
    expect(await rig.output('ls /sys')).toContain('No such file')
  })

  test('cannot leave files where nobody would find them', async () => {
    expect(await rig.output('echo x > /lost; echo x > /etc/lost; echo x > /home/lost')).toMatch(
      /lost: Read-only file system[^]*lost: Read-only file system[^]*lost: Read-only file system/,
    )
  })

  test('sees only its own processes', async () => {
    const pids = (await rig.output('cd /proc; echo [0-9]*')).split(' ')
    expect(pids.length).toBeLessThanOrEqual(3)
  })

  test('inherits no descriptor, whatever this program was started with', async () => {
    // The shell reads the directory through a descriptor of its own, 3.
    expect(await rig.output('for f in /proc/self/fd/*; do echo ${f##*/}; done')).toBe('0\n1\n2\n3')
  })

  test('reads nothing from its input, and has no terminal', async () => {
    expect(await rig.output('cat; [ -t 0 ] || [ -t 1 ] || echo none; cat </dev/tty')).toMatch(/^none\n.*\/dev\/tty/)
  })

  test('gets exactly the environment of the policy', async () => {
    const names = (await rig.output('env -u _ -u PWD -u OLDPWD -u SHLVL')).split('\n').map((line) => line.split('=')[0])
    const locale = ['LC_ALL', 'LC_CTYPE', 'TZ'].filter((name) => process.env[name] !== undefined)
    expect(names.sort()).toEqual(['AI_AGENT', 'HOME', 'LANG', 'LIGHTSPEED_SESSION', 'PATH', 'TERM', ...locale].sort())
  })

  test('reads no start-up file that an earlier command left in its home', async () => {
    await rig.run('echo "echo POISONED" | tee ~/.bashrc ~/.profile ~/.bash_profile')
    expect(await rig.output('echo clean')).toBe('clean')
  })

  test('keeps its home and /tmp from one command to the next, and they are its own', async () => {
    await rig.run('echo 1 > ~/kept; echo 2 > /tmp/kept; echo 3 > /var/tmp/also')
    expect(await rig.output('cat ~/kept /tmp/kept /tmp/also; echo $HOME')).toBe('1\n2\n3\n/home/agent')
    expect(() => readFileSync('/tmp/kept')).toThrow()
  })

  test('can talk to itself over the loopback', async () => {
    expect(await rig.output('grep -o "lo:" /proc/net/dev')).toBe('lo:')
    expect(await rig.output(`exec 3<>/dev/tcp/127.0.0.1/${port}`)).toContain('Connection refused')
  })

  test('reaches the network when the policy says so', async () => {
    const policy = defaultPolicy('s', process.env, { network: 'host' })
    const open = sandboxRig({}, { policy, session: 'open' as SessionId })
    expect(await open.output(`exec 3<>/dev/tcp/127.0.0.1/${port}; head -c5 <&3`)).toBe('hello')
    await open.close()
  })

  test('sees what the policy adds, read-only or writable', async () => {
    const other = mkdtempSync(join(visible, 'outside-'))
    onTestFinished(() => rmSync(other, { recursive: true }))
    const policy = defaultPolicy('s', process.env, { readable: [outside], writable: [other] })
    const wide = sandboxRig({}, { policy })
    expect(await wide.output(`cat ${outside}/secret`)).toBe('secret')
    expect(await wide.output(`echo x > ${outside}/secret`)).toContain('Read-only file system')
    expect(await wide.output(`echo x > ${other}/new && echo written`)).toBe('written')
    await wide.close()
  })

  test('is told of a mount path that cannot be had, and does not run', async () => {
    rig.mounts = [{ ...rig.mounts[0]!, path: '/usr/src' }]
    const result = await rig.run('echo hi')
    expect(result.outcome).toBe('error')
    expect(result.text).toMatch(/^The command was not run: the sandbox cannot show anything at \/usr\/src/)
    rig.mounts = [{ ...rig.mounts[0]!, path: '/workspace' }]
  })

  test('status reports what was seen to hold', async () => {
    const status = await rig.sandbox.status()
    expect(status).toMatchObject({ backend: 'bubblewrap', isUsable: true, how: null })
    expect(status.enforcement).toBe(status.notEnforced.length === 2 ? 'full' : 'partial')
    expect(status.enforced).toContain('network: only its own loopback')
    expect(status.enforced).toContain('kernel: none of its settings can be written')
    expect(status.notEnforced.some((what) => what.startsWith('user: '))).toBe(isRoot)
  })

  test('status notices when something that should hold does not', async () => {
    const policy = { ...defaultPolicy('s', process.env), writable: ['/usr'] }
    const leaky = sandboxRig({}, { policy })
    const { enforcement, notEnforced } = await leaky.sandbox.status()
    await leaky.close()
    expect(enforcement).toBe('partial')
    expect(notEnforced[0]).toMatch(/^files:/)
  })
})
