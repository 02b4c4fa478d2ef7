import { render, type Instance } from 'ink'
import { createElement } from 'react'
import { sanitizeLine } from '../../render/sanitize.ts'
import { eraseWrapped, wrapsAnew } from '../after-narrowing.ts'
import { Screen, type ScreenModel } from '../screen.tsx'
import { keyboard } from './keyboard.ts'

/** Frames a second at most; a key is drawn within one of them. */
const mostFrames = 60

/** Saves and restores the title of the window. */
const pushTitle = '\u001b[22;2t'
const popTitle = '\u001b[23;2t'
const bell = '\u0007'

/** The terminal while a chat is on it. */
export interface ChatTerminal {
  /** The window's title, made safe. */
  title(text: string): void
  /** Calls a person who looked away. */
  ring(): void
  /** Resolves when all that was drawn is on the terminal. */
  drawn(): Promise<void>
  /** Gives the terminal back as it was, or leaves it to another screen that comes. Does nothing the second time. */
  restore(stays: boolean): void
}

/** Puts the screen on the terminal. */
export function openTerminal(model: ScreenModel): ChatTerminal {
  const { stdout } = process
  const keys = keyboard().open()
  let instance: Instance | null = render(createElement(Screen, { model }), {
    stdin: keys,
    exitOnCtrlC: false,
    // Also where CI is set: there is a terminal, or we would not be here.
    interactive: true,
    incrementalRendering: true,
    maxFps: mostFrames,
    kittyKeyboard: { mode: 'auto' },
  })
  stdout.write(pushTitle)
  const unwatch = watchNarrowing(model)
  return {
    title: (text) => stdout.write(`\u001b]2;${sanitizeLine(text).slice(0, 80)}\u0007`),
    ring: () => stdout.write(bell),
    drawn: async () => instance?.waitUntilRenderFlush(),
    restore: (stays) => {
      keyboard().close(keys, stays)
      instance?.unmount()
      unwatch()
      if (instance !== null) stdout.write(popTitle)
      instance = null
    },
  }
}

/** Clears up after a terminal that wrapped the frame. Returns the stop. */
function watchNarrowing(model: Pick<ScreenModel, 'drawn'>): () => void {
  const { stdout, env } = process
  if (!wrapsAnew(env)) return () => undefined
  let before = stdout.columns
  const resized = (): void => {
    const drawn = model.drawn()
    if (drawn !== null && stdout.columns < before) stdout.write(eraseWrapped(drawn, stdout.columns))
    before = stdout.columns
  }
  // Ahead of ink, which draws the next frame.
  stdout.prependListener('resize', resized)
  return () => stdout.off('resize', resized)
}
