import { setImmediate } from 'node:timers/promises'
import { render } from 'ink'
import type { Store } from '../../../core/ports/store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { readPreview } from '../../session/read-preview.ts'
import { readPrompts } from '../../session/read-prompts.ts'
import { openSessionSearch } from '../../session/search-sessions.ts'
import { keyboard } from '../terminal/keyboard.ts'
import { SessionPicker, type SessionPickerProps } from './session-picker.tsx'

/** Where a session is picked from. */
export interface PickWish {
  readonly store: Store
  /** Its sessions are shown; with `all`, or when it has none, those of every directory. */
  readonly directory: string
  readonly all?: boolean
  /** Left out of the list: the one that is open already. */
  readonly except?: SessionId
}

/** What a picker is opened with, for whoever has a screen of their own; `close` ends what reads in the background. */
export interface OpenedPicker {
  readonly props: Omit<SessionPickerProps, 'onDone' | 'onRest'>
  close(): void
}

/** Reads the list, and begins to read the prompts. */
export async function openSessionPicker({ store, directory, all = false, except }: PickWish): Promise<OpenedPicker> {
  const sessions = (await store.sessions.list()).filter(({ id }) => id !== except)
  const search = openSessionSearch(sessions)
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  const isHere = sessions.some((session) => session.directory === directory)
  const tell = () => listeners.forEach((changed) => changed())
  let told: NodeJS.Timeout | null = null
  const learn = async () => {
    told = setInterval(tell, learnedEveryMs)
    // What is on the screen by now is what a person waits for; without the prompts the search finds less.
    await setImmediate()
    await readPrompts(store, search.learn, closing.signal).catch(() => undefined)
    clearInterval(told)
    tell()
  }
  return {
    props: {
      search,
      directory,
      leavesOut: except !== undefined,
      initial: { query: '', selected: 0, all: all || !isHere },
      onLearned: (changed) => {
        listeners.add(changed)
        if (told === null) void learn()
        return () => listeners.delete(changed)
      },
      preview: (session, signal) => readPreview(session, store, AbortSignal.any([signal, closing.signal])),
    },
    close: () => {
      if (told !== null) clearInterval(told)
      closing.abort()
    },
  }
}

/** How often the list is drawn anew while prompts come in, ms. */
const learnedEveryMs = 200

/** Lets a person pick a session on the terminal, and leaves the screen as it was. Null when they leave. */
export async function pickSession(wish: PickWish): Promise<SessionId | null> {
  const { props, close } = await openSessionPicker(wish)
  let picked: SessionId | null = null
  const keys = keyboard().open()
  const screen = render(
    <SessionPicker
      {...props}
      onDone={(session) => {
        picked = session
        keyboard().close(keys, session !== null)
        screen.clear()
        screen.unmount()
      }}
    />,
    { stdin: keys, exitOnCtrlC: false, patchConsole: false },
  )
  await screen.waitUntilExit()
  close()
  return picked
}
