import { describe, expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../remote/postgres/open-postgres.ts'
import { modelOf } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { openRemoteDesk, type ServerWish } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { runs } from '../tui/support/answers.ts'

/** Runs one command, whether it was offered or not. */
const script: Script = ({ results, userText }) =>
  results.length === 0 && userText.startsWith('go')
    ? runs('echo "ran as $(id -u)" > ran.txt; cat ran.txt')
    : { text: 'done' }

const run = ['run', '--json', '-m', modelOf['anthropic-messages'], '--mount', '.']

/* Commands run on the machine of a worker: whoever keeps it decides how, whatever the machine of the person has. */
describe.skipIf(!hasServers)(`how commands are run is for the server to say${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  async function open(wish: ServerWish) {
    const mock = await startMockProvider(script)
    onTestFinished(() => mock.close())
    const around = await surroundings()
    const desk = await openRemoteDesk(around, mock, { files: { 'a.txt': 'a\n' }, ...wish })
    const offered = () => JSON.stringify(mock.requests.at(-1)?.body['tools']).includes('"Bash"')
    const prompt = () => JSON.stringify(mock.requests.at(-1)?.body['system'])
    return { ...around, desk, mock, offered, prompt }
  }

  test('where it runs them unconfined, a person is told, and may do without', async () => {
    const { desk, mock, offered, prompt } = await open({ sandbox: 'none' })
    const plain = await desk.run([...run, 'go'])
    expect(plain.stderr).toContain('note: the server runs commands unconfined')
    expect(offered()).toBe(true)
    expect((await desk.run(['diff', '--name-only'])).stdout).toBe('ran.txt\n')
    const same = await desk.run([...run, '--sandbox', 'none', 'go'])
    expect(same.stderr).toBe('warning: --sandbox none: commands run unconfined, on the server\n')
    expect(offered()).toBe(true)

    const strict = await desk.run([...run, '--sandbox', 'auto', '--session-id', 'strict', 'go'])
    expect(strict.code).toBe(0)
    expect(strict.stderr).toContain('commands cannot be run here: the server runs them unconfined')
    expect(offered()).toBe(false)
    expect(prompt()).toContain('There is no shell')
    // The model asked for one all the same.
    expect((await desk.run(['diff', 'strict'])).stdout).toBe('')
    expect((await desk.run([...run, '-r', 'strict', '--sandbox', 'auto', 'go on'])).code).toBe(0)
    expect((await desk.run(['diff', 'strict'])).stdout).toBe('')

    await desk.run(['run', '-m', modelOf['anthropic-messages'], '--session-id', 'loose', 'go'])
    const asked = mock.requests.length
    const late = await desk.run(['run', '-r', 'loose', '--sandbox', 'auto', 'go on'])
    expect(late).toMatchObject({ code: 2, stdout: '' })
    expect(late.stderr).toMatch(/^error: session loose has commands run: the server runs them unconfined.*\n$/)
    expect(mock.requests).toHaveLength(asked)
  })

  test('where it cannot confine them there is no shell, though this machine could', async () => {
    const { desk, offered, prompt, postgresUrl } = await open({ sandbox: 'auto' })
    const postgres = await openPostgres({ url: postgresUrl, connections: 1 })
    // Another worker of its queue, where the program that confines is missing.
    await postgres.workers.announce(`queue-${new URL(desk.url).port}`, 'elsewhere', 'none')
    await postgres.close()
    const { code, stderr } = await desk.run([...run, 'go'])
    expect(code).toBe(0)
    expect(stderr).toContain('commands cannot be run here: the workers of the server cannot confine them')
    expect(offered()).toBe(false)
    expect(prompt()).toContain('There is no shell')
    expect((await desk.run([...run, '--sandbox', 'none', 'go'])).code).toBe(2)
  })

  test('where it confines them, nobody gets less', async () => {
    const { desk, mock, offered } = await open({ sandbox: 'auto' })
    const loose = await desk.run([...run, '--sandbox', 'none', 'go'])
    expect(loose.code).toBe(2)
    // Nothing of it being done unconfined stands before that.
    expect(loose.stderr).toMatch(/^error: this server runs commands confined.*\n$/)
    expect(mock.requests).toHaveLength(0)
    const { code, stderr } = await desk.run([...run, 'go'])
    expect([code, stderr]).toEqual([0, ''])
    expect(offered()).toBe(true)
    expect((await desk.run(['diff', '--name-only'])).stdout).toBe('ran.txt\n')
  })
})
