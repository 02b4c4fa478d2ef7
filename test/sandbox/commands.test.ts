import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { defaultPolicy } from '../../sandbox/policy/default-policy.ts'
import { processesWith } from './support/processes.ts'
import { sandboxRig } from './support/sandbox-rig.ts'
import { describeConfined } from './support/with-bubblewrap.ts'

describeConfined('a command', () => {
  const rig = sandboxRig()
  afterAll(() => rig.close())

  test('shows both outputs as one stream in the order they were written', async () => {
    const result = await rig.run('for i in 1 2 3; do echo out$i; echo err$i >&2; done')
    expect(result.text).toBe('out1\nerr1\nout2\nerr2\nout3\nerr3\nexit code: 0')
    expect(result).toMatchObject({ outcome: 'ok', exitCode: 0, moves: [] })
  })

  test.each([
    ['exit 3', 3, 'exit code: 3'],
    ['false', 1, 'exit code: 1'],
    ['kill -SEGV $$', 139, 'exit code: 139 (SIGSEGV)'],
    ['bash -c "kill -KILL \\$\\$"', 137, 'exit code: 137 (SIGKILL)'],
    ['kill -KILL $$', 137, 'exit code: 137 (SIGKILL)'],
    ['no-such-program', 127, 'exit code: 127'],
    ['for i in 1; do echo )', 2, 'exit code: 2'],
    ['exec true', 0, 'exit code: 0'],
  ])('that is %j ends with exit code %i, which is a result and no failure', async (command, exitCode, line) => {
    const result = await rig.run(command)
    expect(result).toMatchObject({ outcome: 'ok', exitCode })
    expect(result.text.split('\n').at(-1)).toBe(line)
  })

  test('can write to its outputs by name', async () => {
    expect(await rig.output('echo a >/dev/stderr; echo b | tee /dev/stderr >/dev/null')).toBe('a\nb')
  })

  test('may be longer than one argument can be', async () => {
    const text = 'x'.repeat(300_000)
    expect(await rig.output(`cat <<'EOF' | wc -c\n${text}\nEOF`)).toBe('300001')
  })

  test('finds no trace of how it was started', async () => {
    expect(await rig.output('echo "$# $0 ${BASH_SOURCE[0]}|$-"; false; echo $?; wait; jobs')).toMatch(
      /^0 \S*bash \|hBc?\n1$/,
    )
  })

  test('counts lines as the model wrote them', async () => {
    expect(await rig.output('true\nno-such-program')).toContain('line 2: no-such-program')
  })

  test('that leaves a background process is done at once, and takes it along', async () => {
    const result = await rig.run('setsid sleep 98701 & nohup sleep 98701 >/dev/null 2>&1 & echo started')
    expect(result.text).toContain('started')
    expect(processesWith('sleep 98701')).toEqual([])
  })

  test('that times out is ended with all it started, within the grace', async () => {
    const result = await rig.run("trap '' TERM; (trap '' TERM; sleep 98702) & setsid sleep 98702 & sleep 98702", {
      timeout: 300,
    })
    expect(result).toMatchObject({ outcome: 'error', exitCode: 137 })
    expect(result.text).toContain('exit code: 137 (SIGKILL)\nTimed out after 0.3 s')
    expect(processesWith('sleep 98702')).toEqual([])
  })

  test('that times out may clean up first', async () => {
    const inner = "trap 'sleep 0.3; echo cleaned; exit 5' TERM; sleep 98703 & wait"
    const result = await rig.run(`echo begun; bash -c "${inner}"`, { timeout: 500 })
    expect(result.text).toBe(
      'begun\ncleaned\nexit code: 143 (SIGTERM)\nTimed out after 0.5 s; all that it had started was stopped.',
    )
  })

  test('that is aborted is ended, and its result says so', async () => {
    rig.live.length = 0
    const controller = new AbortController()
    const running = rig.run('echo begun; sleep 98704', { signal: controller.signal })
    await rig.untilLive('begun')
    controller.abort()
    const result = await running
    expect(result).toMatchObject({ outcome: 'cancelled', exitCode: 143 })
    expect(result.text).toContain('begun')
    expect(processesWith('sleep 98704')).toEqual([])
  })

  test('that is aborted before it began does not run', async () => {
    const result = await rig.run('touch ran', { signal: AbortSignal.abort() })
    expect(result.outcome).toBe('cancelled')
    expect(await rig.tree()).toEqual({})
  })

  test('runs after the one before it', async () => {
    const both = await Promise.all([rig.run('sleep 0.3; echo 1 > /tmp/order'), rig.run('cat /tmp/order')])
    expect(both.map(({ text }) => text)).toEqual(['(no output)\nexit code: 0', '1\nexit code: 0'])
  })

  test('streams its output while it runs', async () => {
    rig.live.length = 0
    const running = rig.run('echo early; until [ -e /tmp/go ]; do sleep 0.02; done; echo late')
    await rig.untilLive('early')
    writeFileSync(join(rig.state, 'sandboxes/test-session/tmp/go'), '')
    await running
    expect(rig.live.join('')).toBe('early\nlate\n')
  })

  test('that prints invalid UTF-8 is shown with replacements', async () => {
    const result = await rig.run("printf 'a\\xff\\xfeb\\xc3'")
    expect(result.text).toBe('a\ufffd\ufffdb\ufffd\nexit code: 0')
  })

  test('starts in the first mount, or in workdir', async () => {
    const tool = rig.sandbox.shellTool('plain')
    const at = async (workdir?: string) => (await tool.run({ command: 'pwd', workdir }, rig.context())).text
    await rig.run('mkdir -p "it\'s/deep"; touch "it\'s/deep/file"')
    expect(await at()).toBe('/workspace\nexit code: 0')
    expect(await at("it's/deep")).toBe("/workspace/it's/deep\nexit code: 0")
    expect(await at('/tmp')).toBe('/tmp\nexit code: 0')
    expect(await at('missing')).toMatch(/cd: \/workspace\/missing: No such file or directory\nexit code: 1$/)
  })
})

describeConfined('a flood of output', () => {
  const rig = sandboxRig()
  afterAll(() => rig.close())

  test('shows both ends and keeps the whole', async () => {
    const result = await rig.run('seq 1 100000')
    expect(result.text.length).toBeLessThan(31_000)
    expect(result.text).toMatch(
      /^1\n2\n[^]*\n\[\.\.\. 559 kB left out; read \/outputs\/[0-9a-f]{64} from line \d+ \.\.\.\]\n[^]*\n100000\nexit code: 0$/,
    )
    const stored = Buffer.from(await rig.blobs.get(result.outputRef!)).toString()
    expect(stored).toBe(Array.from({ length: 100_000 }, (_, index) => `${index + 1}\n`).join(''))
    const shown = result.text.split('\n')
    const notice = shown.findIndex((line) => line.startsWith('[...'))
    expect(result.text).toContain(`from line ${notice + 1} `)
  })

  test('on one line of 50 MB is cut within that line', async () => {
    const result = await rig.run("head -c 50000000 /dev/zero | tr '\\0' a")
    expect(result.text.length).toBeLessThan(31_000)
    expect((await rig.blobs.get(result.outputRef!)).byteLength).toBe(50_000_000)
  })

  test('beyond what is kept says how much that is', async () => {
    const policy = defaultPolicy('s', process.env)
    const small = sandboxRig({}, { policy: { ...policy, limits: { ...policy.limits, storedBytes: 2_000_000 } } })
    const result = await small.run('head -c 9000000 /dev/zero | tr "\\0" a; echo; echo END')
    expect(result.text).toMatch(
      /left out; read \S+ from line \d+, which holds the first 2\.0 MB \.\.\.\][^]*END\nexit code: 0$/,
    )
    expect((await small.blobs.get(result.outputRef!)).byteLength).toBe(2_000_000)
    await small.close()
  })

  test('of 1 GB passes without filling memory', async () => {
    const policy = defaultPolicy('s', process.env)
    const small = sandboxRig({}, { policy: { ...policy, limits: { ...policy.limits, storedBytes: 8_000_000 } } })
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
    const result = await small.run('head -c 1000000000 /dev/zero', { timeout: 60_000 })
    clearInterval(watch)
    expect(result.exitCode).toBe(0)
    expect(result.text).toContain('1000.0 MB left out')
    expect((peak - before) / 1e6).toBeLessThan(128)
    await small.close()
  })
})
