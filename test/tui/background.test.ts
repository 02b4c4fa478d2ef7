import { expect, test } from 'vitest'
import { answers, gate, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { ask, count, everything, idle, openChat, say } from './support/chat.ts'

const door = openDoor()
const work = [runs(`echo at work; ${door.wait}; echo worked`), { text: 'The work is done.' }]

/** The one session of a desk. */
async function sessionOf({ desk }: Pick<Awaited<ReturnType<typeof openChat>>, 'desk'>): Promise<string> {
  const { stdout } = await desk.run(['sessions', 'list', '--json'])
  return (JSON.parse(stdout) as readonly { readonly id: string }[])[0]?.id ?? ''
}

test('leaving while the model answers hands the run over: it goes on in the background, and attach has it whole', async () => {
  const half = gate()
  const script = answers({
    tell: { text: `${'a long story '.repeat(20)}THE END`, goesOnAfter: half.opened, deltaChars: 9 },
  })
  const room = await openChat({ script })
  say(room.terminal, 'tell')
  await room.terminal.waitFor('a long story')
  say(room.terminal, '/quit')
  await room.terminal.waitFor(/the run goes on in the background \(pid \d+\); lightspeed attach \w+\s+joins it/)
  expect(await room.terminal.exited).toEqual({ code: 0, signal: null })
  half.open()
  const attached = room.open({ argv: ['attach'] })
  await attached.waitFor('THE END')
  await idle(attached)
  expect(count(attached, 'THE END')).toBe(1)
  expect(count(attached, '› tell')).toBe(1)
})

test('leaving while the model is silent does not wait for ever, and stop ends the run from outside', async () => {
  door.shut()
  const stall = answers({
    'work on': [runs('echo at work'), { fault: { type: 'cut', at: 'before-headers', how: 'stall' } }],
  })
  const room = await openChat({ script: stall })
  say(room.terminal, 'work on')
  await room.terminal.waitFor(/✓ Bash echo at work/)
  await room.terminal.waitFor('waiting for the model')
  room.terminal.press('ctrl+c')
  await room.terminal.waitFor('Ctrl+C again leaves, the run goes on')
  room.terminal.press('ctrl+c')
  await room.terminal.waitFor('the run goes on in the background')
  await room.terminal.exited
  const session = await sessionOf(room)
  await expect.poll(async () => (await room.desk.run(['sessions', 'list'])).stdout).toContain(session)
  const attached = room.open({ argv: ['attach', session] })
  await attached.waitFor(/driven by pid \d+/)
  const stopped = await room.desk.run(['stop', session])
  expect(stopped.code).toBe(0)
  await attached.waitFor('interrupted')
  await idle(attached)
})

test('attach while an answer streams shows the history, what streamed so far and then what comes, each once', async () => {
  const late = gate()
  const script = answers({
    'first thing': { text: 'FIRST ANSWER' },
    tell: {
      text: `- BEGIN ${'of a long story '.repeat(12)}\n- MIDDLE ${'of it '.repeat(30)}\n- THE END\n`,
      goesOnAfter: late.opened,
      deltaChars: 10,
    },
  })
  const room = await openChat({ script })
  await ask(room.terminal, 'first thing')
  say(room.terminal, 'tell')
  await room.terminal.waitFor('BEGIN')
  const attached = room.open({ argv: ['attach'] })
  await attached.waitFor((screen) => screen.includes('FIRST ANSWER') && screen.includes('BEGIN'))
  await attached.waitFor(/1 other here|\+1 here/)
  await room.terminal.waitFor(/1 other here|\+1 here/)
  late.open()
  for (const terminal of [room.terminal, attached]) {
    await terminal.waitFor('THE END')
    await idle(terminal)
    for (const word of ['FIRST ANSWER', 'BEGIN', 'MIDDLE', 'THE END', '› tell'])
      expect([word, count(terminal, word)]).toEqual([word, 1])
  }
})

test('leaving an attached terminal does not stop the run of another', async () => {
  door.shut()
  const room = await openChat({ script: answers({ 'work on': work }) })
  say(room.terminal, 'work on')
  await room.terminal.waitFor(/● Bash [^]*at work/)
  const attached = room.open({ argv: ['attach'] })
  await attached.waitFor(/● Bash/)
  attached.press('ctrl+d')
  expect(await attached.exited).toEqual({ code: 0, signal: null })
  expect(everything(room.terminal)).not.toContain('interrupted')
  door.open()
  await room.terminal.waitFor('The work is done.')
})

/** Kinds of events of the one session there is. */
async function kinds(room: Awaited<ReturnType<typeof openChat>>): Promise<readonly string[]> {
  return (await room.desk.run(['log', '--json'])).lines().map(({ kind }) => kind)
}

async function atWork() {
  door.shut()
  const room = await openChat({ script: answers({ 'work on': work }) })
  say(room.terminal, 'work on')
  await room.terminal.waitFor(/● Bash [^]*at work/)
  return room
}

test('leaving waits for a command of the model, which nobody else can go on with; what comes after it is for others', async () => {
  const room = await atWork()
  say(room.terminal, '/quit')
  await room.terminal.waitFor('goes on in the background as soon as the command is done')
  door.open()
  await room.terminal.waitFor(/the run goes on in the background \(pid \d+\)/)
  expect(await room.terminal.exited).toEqual({ code: 0, signal: null })
  await expect.poll(() => kinds(room), { timeout: 15_000 }).toContain('run.finished')
  expect(await kinds(room)).toContain('tool.finished')
  expect(await kinds(room)).not.toContain('tool.lost')
})

test('a person who does not wait for the command leaves with two more Ctrl+C, and the command is lost', async () => {
  const room = await atWork()
  room.terminal.press('ctrl+d')
  await room.terminal.waitFor('as soon as the command is done')
  room.terminal.press('ctrl+c')
  await room.terminal.waitFor('Ctrl+C again leaves')
  room.terminal.press('ctrl+c')
  expect(await room.terminal.exited).toEqual({ code: 0, signal: null })
  await expect.poll(() => kinds(room), { timeout: 15_000 }).toContain('tool.lost')
  await expect.poll(() => kinds(room), { timeout: 15_000 }).toContain('run.finished')
})

test('SIGTERM does not wait for the command', async () => {
  const room = await atWork()
  room.terminal.signal('SIGTERM')
  await room.terminal.exited
  await expect.poll(() => kinds(room), { timeout: 15_000 }).toContain('tool.lost')
})

test('what is typed while leaving waits is a draft of the session', async () => {
  const room = await atWork()
  room.terminal.press('ctrl+d')
  await room.terminal.waitFor('as soon as the command is done')
  room.terminal.type('for the next time')
  await room.terminal.waitFor('› for the next time')
  door.open()
  await room.terminal.exited
  const attached = room.open({ argv: ['attach'] })
  await attached.waitFor('› for the next time')
})

test('leaving waits for a command of the person, too', async () => {
  door.shut()
  const room = await openChat()
  say(room.terminal, `! echo mine; ${door.wait}; echo done`)
  await room.terminal.waitFor(/● ! [^]*^ +mine/m)
  room.terminal.press('ctrl+d')
  await room.terminal.waitFor('goes on in the background as soon as the command is done')
  door.open()
  await room.terminal.waitFor('goes on with it')
  await room.terminal.exited
  expect(await kinds(room)).toContain('shell.finished')
  expect(await kinds(room)).not.toContain('shell.lost')
})

test('/new while a command runs opens the next session at once; the run of the one before is seen through', async () => {
  const room = await atWork()
  const { terminal } = room
  const first = await sessionOf(room)
  terminal.type('/new\rhello')
  await terminal.waitFor('as soon as the command is done')
  await terminal.waitFor('› hello')
  terminal.press('enter')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  say(terminal, `/resume ${first}`)
  await terminal.waitFor('a command still runs in session')
  terminal.press('ctrl+c')
  door.open()
  const done = async () => (await room.desk.run(['log', first, '--json'])).stdout
  await expect.poll(done, { timeout: 15_000 }).toContain('"run.finished"')
  expect(await done()).not.toContain('tool.lost')
  say(terminal, `/resume ${first}`)
  await terminal.waitFor('The work is done.')
  await idle(terminal)
})

test('leaving for good waits for what still runs in a session of before; Ctrl+C does not', async () => {
  const room = await atWork()
  const { terminal } = room
  const first = await sessionOf(room)
  say(terminal, '/new')
  await terminal.waitFor('as soon as the command is done')
  await terminal.waitFor(/^› say what to do/m)
  terminal.press('ctrl+d')
  await terminal.waitFor(`waiting for what still runs in ${first}`)
  terminal.press('ctrl+c')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
  const log = async () => (await room.desk.run(['log', first, '--json'])).stdout
  await expect.poll(log, { timeout: 15_000 }).toContain('"tool.lost"')
  await expect.poll(log, { timeout: 15_000 }).toContain('"run.finished"')
})

test.each(['of a session that is there', 'the first of all'])(
  'a prompt with /quit right behind it in one read is answered in the background: %s',
  async (which) => {
    const room = await openChat()
    if (which !== 'the first of all') await ask(room.terminal, 'hello')
    room.terminal.type('answer me\r/quit\r')
    expect(await room.terminal.exited).toEqual({ code: 0, signal: null })
    const log = async () =>
      (await room.desk.run(['log', '--json'])).lines().filter(({ kind }) => kind === 'run.finished')
    await expect.poll(async () => (await log()).length, { timeout: 15_000 }).toBe(which === 'the first of all' ? 1 : 2)
  },
)
