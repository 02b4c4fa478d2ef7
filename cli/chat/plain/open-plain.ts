import { createInterface } from 'node:readline'
import { takeStops } from '../../boot/stop-signals.ts'
import { sanitize } from '../../render/sanitize.ts'
import { Paper } from '../../tui/paper.ts'
import { theme as themeOf, themeNames } from '../../tui/theme.ts'
import type { Next } from '../commands/slash-command.ts'
import { leaveSession } from '../leave-session.ts'
import { Desk } from '../desk.ts'
import { chooseTheme, themeInForce } from '../choose-theme.ts'
import type { FaceFacts } from '../face-facts.ts'

/** A session as plain lines: nothing is repainted, so that a screen reader, or a simple terminal, follows. */
export async function openPlain(given: FaceFacts): Promise<Next> {
  const { stdin, stdout } = process
  let theme = themeOf(chooseTheme(given.flags, given.config.theme, process.env))
  const style = () => ({ theme, width: Math.max(20, stdout.columns || 80), unfoldsThinking: false })
  const paper = new Paper(style, () => drain())
  const drain = (): void => {
    const text = paper.take()
    if (text !== null) stdout.write(`${text}\n`)
  }
  const leaving = Promise.withResolvers<Next>()
  let answer: ((key: string | null) => void) | null = null
  const config = themeInForce(given.config, () => theme.name)
  const desk: Desk = new Desk(given.facts, config, given.store, given.work, {
    audience: paper,
    close: leaving.resolve,
    setTheme: (name) => {
      const known = themeNames.find((candidate) => candidate === name)
      if (known !== undefined) theme = themeOf(known)
      return known !== undefined
    },
    lend: (work) => work(),
    pick: async () => {
      const sessions = await given.store.sessions.list({ limit: 20 })
      desk.say(`${sessions.map(({ id, name, title }) => `${id}  ${name ?? title}`).join('\n')}\n/resume ID opens one`)
      return null
    },
    ask: (question) => {
      stdout.write(`${sanitize(question)} `)
      return new Promise((resolve) => (answer = resolve))
    },
  })
  const lines = createInterface({ input: stdin, terminal: false })
  lines.on('line', (line) => {
    const waiting = answer
    answer = null
    if (waiting !== null) return waiting(line.trim().slice(0, 1) || null)
    void desk.take(line, 'send')
  })
  lines.on('close', () => leaving.resolve({ type: 'leave' }))
  let isWarned = false
  const releaseStops = takeStops((stop) => {
    if (stop !== 'interrupted' || isWarned) return leaving.resolve({ type: 'leave' })
    void desk.interrupt().then((wasBusy) => {
      isWarned = !wasBusy
      desk.say(wasBusy ? 'interrupted' : 'Ctrl+C again, or /quit, leaves')
    })
  })
  try {
    await desk.client.open()
    if (given.prompt !== '') await desk.take(given.prompt, 'send')
    return await leaving.promise
  } finally {
    releaseStops()
    lines.close()
    await leaveSession(desk, given.sandbox)
    await desk.client.close()
  }
}
