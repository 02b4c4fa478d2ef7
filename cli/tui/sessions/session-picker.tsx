import { useEffect, useReducer, useRef, useState, type ReactNode } from 'react'
import { Box, Text, useInput, useWindowSize } from 'ink'
import type { SessionSummary } from '../../../core/ports/session-index.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { formatAgo } from '../../render/quantities.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import type { SessionPreview } from '../../session/read-preview.ts'
import type { SessionSearch } from '../../session/search-sessions.ts'
import { sessionWords } from '../../session/session-table.ts'
import { firstFitting } from '../text/first-fitting.ts'
import { apart, readInput, type Input } from '../keys/read-input.ts'
import { pickerKey } from './picker-key.ts'
import { evolvePicker, visibleRange, type PickerAct, type PickerState } from './picker-state.ts'
import { nothingWords, pickerHints } from './picker-words.ts'
import { previewLines } from './preview-lines.ts'

/** What a picker shows, and whom it tells. */
export interface SessionPickerProps {
  readonly search: SessionSearch
  /** Sessions of it are shown first; Tab shows all. */
  readonly directory: string
  readonly initial: PickerState
  /** Whether one session is left out: the one that is open already. */
  readonly leavesOut: boolean
  /** Calls back when more is known to the search; returns the stop. */
  readonly onLearned: (changed: () => void) => () => void
  readonly preview: (session: SessionSummary, signal: AbortSignal) => Promise<SessionPreview | null>
  /** Null: the person left. */
  readonly onDone: (picked: SessionId | null) => void
  /** Hears what is typed behind that, while the picker is still there. */
  readonly onRest?: (inputs: readonly Input[]) => void
}

/** Rows of the preview, and of what stands around list and preview. */
const previewRows = 5
const frameRows = 3
const mostRows = 12

/** A list of sessions that is searched by typing, with a preview of the selected one. */
export function SessionPicker(props: SessionPickerProps): ReactNode {
  const { search, directory } = props
  const [state, act] = useReducer(evolvePicker, props.initial)
  const [, learned] = useReducer((count: number) => count + 1, 0)
  useEffect(() => props.onLearned(learned), [props.onLearned])
  const fitting = search.find(state.query).filter((session) => state.all || session.directory === directory)
  const selected = fitting[Math.min(state.selected, fitting.length - 1)]
  const { columns, rows } = useWindowSize()
  const shown = Math.max(1, Math.min(mostRows, rows - previewRows - frameRows - 1))
  usePickerKeys(act, {
    count: fitting.length,
    page: shown,
    done: (picks) => props.onDone(picks ? (selected?.id ?? null) : null),
    rest: (inputs) => props.onRest?.(inputs),
  })
  const listed = { count: fitting.length, total: search.find('').length, leavesOut: props.leavesOut }
  const [from, to] = visibleRange(state.selected, fitting.length, shown)
  return (
    <Box flexDirection="column" width={columns}>
      <Text wrap="truncate-end">
        <Text color="cyan">{'search: '}</Text>
        {sanitizeLine(state.query)}
        <Text inverse> </Text>
      </Text>
      <Box flexDirection="column" height={shown}>
        {fitting.slice(from, to).map((session) => (
          <SessionRow key={session.id} session={session} isSelected={session === selected} />
        ))}
        {fitting.length === 0 && <Text dimColor>{nothingWords(state, listed)}</Text>}
      </Box>
      <Preview session={selected ?? null} read={props.preview} />
      <Text dimColor wrap="truncate-end">
        {firstFitting(pickerHints(state, listed), columns)}
      </Text>
    </Box>
  )
}

interface PickerKeys {
  readonly count: number
  readonly page: number
  readonly done: (picks: boolean) => void
  readonly rest: (inputs: readonly Input[]) => void
}

function usePickerKeys(act: (act: PickerAct) => void, { count, page, done, rest }: PickerKeys): void {
  const isDone = useRef(false)
  const hear = (input: Input): void => {
    if (isDone.current) return rest([input])
    const meant = pickerKey(input, page)
    if (meant === 'leave' || (meant === 'pick' && count > 0)) {
      isDone.current = true
      done(meant === 'pick')
    } else if (meant !== null && meant !== 'pick') act(meant.type === 'moved' ? { ...meant, count } : meant)
  }
  useInput((typed, key) => {
    // Alt is bound to nothing here: it was Esc, and a key right behind it.
    for (const input of readInput(typed, key)) for (const one of apart(input)) hear(one)
  })
}

function SessionRow({ session, isSelected }: { session: SessionSummary; isSelected: boolean }): ReactNode {
  const about = sanitizeLine(sessionWords(session)) || session.id
  return (
    <Box>
      <Box flexGrow={1} flexShrink={1} overflow="hidden">
        <Text wrap="truncate-end" {...(isSelected && { color: 'cyan', bold: true })}>
          {`${isSelected ? '❯' : ' '} ${about}`}
        </Text>
      </Box>
      <Box flexShrink={0} marginLeft={1}>
        <Text dimColor>{formatAgo(session.updatedAt, Date.now())}</Text>
      </Box>
    </Box>
  )
}

interface PreviewProps {
  readonly session: SessionSummary | null
  readonly read: SessionPickerProps['preview']
}

function Preview({ session, read }: PreviewProps): ReactNode {
  const [loaded, setLoaded] = useState<{ readonly id: SessionId; readonly preview: SessionPreview } | null>(null)
  useEffect(() => {
    if (session === null) return
    const leaving = new AbortController()
    read(session, leaving.signal).then(
      (preview) => {
        if (preview !== null && !leaving.signal.aborted) setLoaded({ id: session.id, preview })
      },
      // A damaged session has no preview; opening it says why.
      () => undefined,
    )
    return () => leaving.abort()
  }, [session?.id, read])
  const preview = loaded !== null && loaded.id === session?.id ? loaded.preview : null
  const lines = session === null ? [] : previewLines(session, preview, Date.now())
  return (
    <Box flexDirection="column" height={previewRows} marginTop={1} overflow="hidden">
      {lines.map(({ text, look }) => (
        <Box key={`${look} ${text}`} flexShrink={look === 'answer' ? 1 : 0} overflow="hidden">
          <Text wrap={look === 'answer' ? 'wrap' : 'truncate-end'} dimColor={look === 'fact'} bold={look === 'prompt'}>
            {text}
          </Text>
        </Box>
      ))}
    </Box>
  )
}
