import { render, type Instance } from 'ink'
import { createElement } from 'react'
import { sanitizeLine } from '../../render/sanitize.ts'
import { Screen, type ScreenModel } from '../screen.tsx'
import { keyboard } from './keyboard.ts'
import { ReflowKind } from './reflow.ts'
import { watchResizing } from './resizing.ts'

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
  const unlearn = learnReflow()
  const unwatch = watchResizing({
    terminal: stdout,
    reflow: () => reflow.value,
    drawn: () => model.drawn(),
    erase: () => instance?.clear(),
    hold: (isHeld) => {
      model.hold(isHeld)
      // Ink draws at once what it is given anew.
      instance?.rerender(createElement(Screen, { model }))
    },
  })
  return {
    title: (text) => stdout.write(`\u001b]2;${sanitizeLine(text).slice(0, 80)}\u0007`),
    ring: () => stdout.write(bell),
    drawn: async () => instance?.waitUntilRenderFlush(),
    restore: (stays) => {
      keyboard().close(keys, stays)
      instance?.unmount()
      unwatch()
      unlearn()
      if (instance !== null) stdout.write(popTitle)
      instance = null
    },
  }
}

/** What is learnt for one screen holds for the next. */
const reflow = new ReflowKind(process.env)

function learnReflow(): () => void {
  const { stdin, stdout } = process
  const heard = (bytes: Buffer): void => reflow.hear(bytes)
  stdin.on('data', heard)
  stdout.write(reflow.question)
  return () => stdin.off('data', heard)
}
