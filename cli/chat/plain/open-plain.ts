import { createInterface } from 'node:readline'
import { takeDefects } from '../../boot/catch-defects.ts'
import { takeStops } from '../../boot/stop-signals.ts'
import { exitCodes } from '../../outcome/outcome.ts'
import { sanitize } from '../../render/sanitize.ts'
import { Paper } from '../../tui/paper.ts'
import { theme as themeOf, themeNames } from '../../tui/theme.ts'
import { beginChat } from '../begin-chat.ts'
import type { Next } from '../commands/slash-command.ts'
import { leaveSession, whyNotYet, withWayBack, type Leaving } from '../leave-session.ts'
import { Desk } from '../desk.ts'
import { chooseTheme, themeInForce } from '../choose-theme.ts'
import type { FaceFacts } from '../face-facts.ts'
import { HindranceLines } from './hindrance-lines.ts'

/** A session as plain lines: nothing is repainted, so that a screen reader, or a simple terminal, follows. */
export async function openPlain(given: FaceFacts): Promise<Next> {
  const { stdin, stdout } = process
  let theme = themeOf(chooseTheme(given.flags, given.config.theme, process.env))
  const style = () => ({ theme, width: Math.max(20, stdout.columns || 80), expandKey: null, unfoldsThinking: false })
  const paper = new Paper(style, () => drain())
  const hindrances = new HindranceLines()
  const drain = (): void => {
    const hindered = hindrances.next(desk.client)
    if (hindered !== null) desk.say(hindered, 'warning')
    const text = paper.take()
    if (text !== null) stdout.write(`${text}\n`)
  }
  const leaving = Promise.withResolvers<Next>()
  let answer: ((key: string | null) => void) | null = null
  const config = themeInForce(given.config, () => theme.name)
  const desk: Desk = new Desk(given.facts, config, given.store, given.work, {
    audience: paper,
    close: (next) => {
      const unready = whyNotYet(next, given.departures)
      if (unready === null) leaving.resolve(next)
      else desk.say(unready, 'warning')
    },
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
    void desk.take({ text: line })
  })
  lines.on('close', () => leaving.resolve({ type: 'leave' }))
  const hurry = new AbortController()
  let isLeaving = false
  let isWarned = false
  const releaseStops = takeStops((stop) => {
    if (stop === 'terminated') process.exitCode = exitCodes.terminated
    if (stop === 'terminated' || isLeaving) hurry.abort()
    if (stop !== 'interrupted' || isWarned) return leaving.resolve({ type: 'leave' })
    desk.interrupt().then(
      (wasBusy) => {
        isWarned = !wasBusy
        desk.say(wasBusy ? 'interrupted' : 'Ctrl+C again, or /quit, leaves')
      },
      (error: unknown) => desk.client.complaints.tell(error),
    )
  })
  const releaseDefects = takeDefects(leaving.reject)
  let how: Leaving['how'] = 'left'
  try {
    await Promise.race([beginChat(given, desk, (text) => desk.take({ text })), leaving.promise])
    const next = await leaving.promise
    if (next.type !== 'leave' && desk.client.attachment?.runsCommand === true) how = 'opened'
    return next
  } catch (error) {
    how = 'failed'
    throw withWayBack(error, desk)
  } finally {
    isLeaving = true
    lines.close()
    const left = leaveSession(desk, {
      sandbox: given.sandbox,
      hurry: AbortSignal.any([hurry.signal, given.departures.hurry]),
      how,
    })
    // The next session does not wait for a command of this one.
    if (how === 'opened') given.departing(left.finally(() => desk.client.close()))
    else await left
    releaseStops()
    if (how !== 'opened') await desk.client.close()
    releaseDefects()
  }
}
