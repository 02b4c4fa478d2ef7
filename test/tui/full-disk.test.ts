import { closeSync, cpSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canMount, mountTinyDisk } from '../core/store/sqlite/tiny-disk.ts'
import { gate } from './support/answers.ts'
import { count, everything, idle, openRoom, ready, say, status, type Chat } from './support/chat.ts'

const mountTest = canMount ? test : test.skip

/** A chat whose disk fills, but for `left` bytes, in the middle of an answer that is too long for that. */
async function inMidStream(left: number) {
  const half = gate()
  const text = `BEGIN\n\n${'much more of it\n\n'.repeat(16_000)}THE END`
  const script = ({ userText }: { userText: string }) =>
    userText.includes('tell') ? { text, goesOnAfter: half.opened, deltaChars: 20_000 } : { text: 'Very well.' }
  const room = await openRoom({ script })
  const home = `${room.desk.home}-small`
  mountTinyDisk(home, 16_384)
  cpSync(join(room.desk.home, 'config'), join(home, 'config'), { recursive: true })
  const terminal = room.open({ env: { LIGHTSPEED_HOME: home } })
  await ready(terminal)
  say(terminal, 'tell me')
  await terminal.waitFor('much more of it')
  const ballast = join(home, 'ballast')
  fill(ballast)
  if (left > 0) truncateSync(ballast, statSync(ballast).size - left)
  half.open()
  await terminal.waitFor('the disk is full: free some space, this goes on by itself')
  const chat: Chat = { ...room, terminal }
  return { ...chat, home, makeRoom: () => rmSync(ballast) }
}

function fill(file: string): void {
  writeFileSync(file, '', { mode: 0o600 })
  const descriptor = openSync(file, 'a')
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4_096))
  } catch {
    // Full, as was wanted.
  } finally {
    closeSync(descriptor)
  }
}

mountTest(
  'a disk that fills in mid-stream (needs mount): the answer is kept, and recorded once there is room',
  async () => {
    const { terminal, mock, desk, home, makeRoom } = await inMidStream(0)
    await status(terminal, /disk full/)
    expect(everything(terminal)).not.toContain('same command')
    makeRoom()
    await terminal.waitFor('there is room on the disk again')
    await idle(terminal)
    expect(count(terminal, 'THE END')).toBe(1)
    await status(terminal, /^(?!.*(disk full|≥))/)
    expect(mock.requests).toHaveLength(1)
    const { stdout } = await desk.run(['export'], { env: { LIGHTSPEED_HOME: home } })
    expect(stdout).toContain('THE END')
  },
)

mountTest('where nothing fits any more (needs mount) Esc waits for room too', async () => {
  const { terminal, makeRoom } = await inMidStream(0)
  terminal.press('escape')
  await terminal.waitFor('that is done as soon as there is room to record it')
  makeRoom()
  // Whichever is recorded first: the interruption, mostly, or the answer.
  await idle(terminal)
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
})

mountTest('Esc ends the wait for room (needs mount), and the next prompt is answered', async () => {
  // The answer does not fit, that it was interrupted does.
  const { terminal, makeRoom } = await inMidStream(450_000)
  terminal.press('escape')
  await terminal.waitFor(/! interrupted · /)
  await idle(terminal)
  makeRoom()
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
})
