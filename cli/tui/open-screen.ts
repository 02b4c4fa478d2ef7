import { takeDefects } from '../boot/catch-defects.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { beginChat } from '../chat/begin-chat.ts'
import type { Next } from '../chat/commands/slash-command.ts'
import type { FaceFacts } from '../chat/face-facts.ts'
import { leaveSession, withWayBack } from '../chat/leave-session.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { buildScreen } from './build-screen.ts'
import { loadHighlighter } from './text/load-highlighter.ts'
import { openTerminal } from './terminal/open-terminal.ts'
import { watchRuns } from './watch-runs.ts'

/** A session on a screen that repaints, until the person leaves it. */
export async function openScreen(given: FaceFacts): Promise<Next> {
  const leaving = Promise.withResolvers<Next>()
  const hurry = new AbortController()
  let isLeaving = false
  const leave = (next: Next): void => {
    if (isLeaving) hurry.abort()
    isLeaving = true
    leaving.resolve(next)
  }
  const built = buildScreen(given, leave)
  const { desk, screen, pulse, clear, keepDraft } = built
  const terminal = openTerminal(screen)
  const releaseStops = takeStops((stop) => {
    if (stop === 'interrupted') return clear()
    // Whoever terminates us does not wait; without a terminal nobody does.
    if (stop === 'terminated') {
      process.exitCode = exitCodes.terminated
      hurry.abort()
    }
    leave({ type: 'leave' })
  })
  // A defect of ours must not leave the terminal as it is now.
  const releaseDefects = takeDefects(leaving.reject)
  let isDefect = false
  let stays = false
  const unwatch = watchRuns(desk, pulse, terminal, { directory: given.facts.directory, bell: given.config.bell })
  try {
    // Painted first: what follows may take its time.
    await terminal.drawn()
    screen.begin()
    void loadHighlighter()
    await Promise.race([beginChat(given, desk, built.say), leaving.promise])
    const next = await leaving.promise
    stays = next.type !== 'leave'
    return next.type === 'leave' ? next : { ...next, typed: screen.leave() }
  } catch (error) {
    isDefect = true
    throw withWayBack(error, desk)
  } finally {
    unwatch()
    keepDraft()
    // The next session does not wait for a command of this one.
    const goesOn = stays && desk.client.attachment?.runsCommand === true
    const left = leaveSession(desk, {
      sandbox: given.sandbox,
      hurry: AbortSignal.any([hurry.signal, given.departures.hurry]),
      how: isDefect ? 'failed' : goesOn ? 'opened' : 'left',
    })
    try {
      if (goesOn) given.departing(left.finally(() => desk.client.close()))
      else await left
      keepDraft()
      releaseStops()
      screen.end()
      await terminal.drawn()
    } finally {
      pulse.stop()
      terminal.restore(stays)
      if (!goesOn) await desk.client.close()
      releaseDefects()
    }
  }
}
