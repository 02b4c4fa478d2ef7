import { Static, Text, useApp, useCursor, useInput, usePaste, useWindowSize, type Key } from 'ink'
import { useEffect, useSyncExternalStore, type ReactNode } from 'react'
import type { Frame } from './frame/compose-frame.ts'
import type { FinishedPage } from './finished-pages.ts'
import type { Lender } from './terminal/loan.ts'

/** The app as the screen sees it: what to draw, and who hears the keys. */
export interface ScreenModel {
  subscribe(changed: () => void): () => void
  /** Another number after each change. */
  version(): number
  /** Finished lines; more may be there at each call, and are written then. */
  finished(): FinishedPage
  frame(columns: number, rows: number): Frame
  /** The frame that is on the screen; null before there is one, under an overlay, and while another program is there. */
  drawn(): Frame | null
  /** Shows an empty frame until it is called with false. */
  hold(isHeld: boolean): void
  /** Shown in place of the frame, with keys of its own; null for none. */
  overlay(): ReactNode
  press(input: string, key: Key): void
  paste(text: string): void
  /** Takes the means to hand the terminal over, once it is there. */
  mounted(lender: Lender): void
}

/**
 * The whole screen: finished lines go to the terminal's scrollback once, below them the live region. One text node:
 * everything in it is laid out already, so that a frame costs next to nothing.
 */
export function Screen({ model }: { readonly model: ScreenModel }) {
  useSyncExternalStore(model.subscribe, model.version)
  const { columns, rows } = useWindowSize()
  const { suspendTerminal } = useApp()
  const { setCursorPosition } = useCursor()
  const overlay = model.overlay()
  const isActive = overlay === null
  useInput((input, key) => model.press(input, key), { isActive })
  usePaste((text) => model.paste(text), { isActive })
  useEffect(() => model.mounted({ suspend: (work) => suspendTerminal(work) }), [model, suspendTerminal])
  const { id: page, pieces } = model.finished()
  const { lines, cursor } = model.frame(columns, rows)
  setCursorPosition(isActive && cursor !== null ? cursor : undefined)
  return (
    <>
      <Static key={page} items={[...pieces]}>
        {({ id, text }) => <Text key={id}>{text === '' ? ' ' : text}</Text>}
      </Static>
      {overlay ?? <Text wrap="truncate">{lines.join('\n')}</Text>}
    </>
  )
}
