import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { freePort } from '../support/free-port.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import { openRemoteDesk } from '../support/remote-desk.ts'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { openTerminal } from '../support/terminal.ts'
import { answers } from '../tui/support/answers.ts'
import { idle, ready, say } from '../tui/support/chat.ts'

/** A way to a gateway on which what takes steering back travels longer than anything else. */
async function slowWay(url: string): Promise<string> {
  const port = await freePort()
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await buffer(incoming)
      if (body.includes('"run.unsteer"')) await wait(700)
      const { method = 'GET', headers } = incoming
      const forward = request(`${url}${incoming.url ?? ''}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      forward.on('error', () => outgoing.destroy())
      outgoing.on('close', () => forward.destroy())
      forward.end(body)
    })()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

describe.skipIf(!hasServers)(`Esc on a server${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test('gives steering back, from two terminals too, and the model never hears of it', async () => {
    const forEver = { text: 'AGAIN '.repeat(40), goesOnAfter: new Promise(() => undefined), deltaChars: 6 }
    const mock = await startMockProvider(answers({ 'for ever': forEver, 'next one': { text: 'THE NEXT' } }))
    onTestFinished(() => mock.close())
    const desk = await openRemoteDesk(await surroundings(), mock)
    const env = { ...desk.env, LIGHTSPEED_REMOTE: await slowWay(desk.url) }
    const at = (argv: readonly string[]) => openTerminal({ argv, cwd: desk.directory, env, columns: 100 })
    const chat = at(['chat', '-m', modelOf['openai-responses'], '--session-id', 'esc-1'])
    await ready(chat)
    say(chat, 'for ever')
    await chat.waitFor('AGAIN')
    const other = at(['attach', 'esc-1'])
    await other.waitFor('interrupts')
    say(chat, 'oops delete everything')
    say(chat, 'also drop the database')
    await chat.waitFor('↳ at the next step: also drop the database')
    say(other, 'and burn the backups')
    await chat.waitFor('↳ at the next step: and burn the backups')
    chat.press('escape')
    await chat.waitFor(/› oops delete everything\n +also drop the database\n +and burn the backups/)
    expect(chat.screen()).not.toContain('before the model saw')
    chat.press('ctrl+c')
    await idle(chat)
    say(chat, 'next one')
    await chat.waitFor('THE NEXT')
    expect(JSON.stringify(mock.requests.map(({ body }) => body))).not.toMatch(/oops|drop the|backups/)
    for (const terminal of [chat, other]) {
      terminal.press('ctrl+d')
      await terminal.exited
    }
  })
})
