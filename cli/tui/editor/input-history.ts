import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorCode, errorMessage } from '../../../core/values/errors.ts'
import { makePrivate } from '../../config/directories.ts'
import { expandContent } from './draft.ts'
import { isObject } from '../../../core/values/is-object.ts'
import { linesBackwards, sizeOfFile } from './lines-backwards.ts'
import { parseParts, type Parts } from './parts.ts'

/** Something that was sent. */
export interface HistoryEntry {
  readonly parts: Parts
  /** As it was sent. */
  readonly text: string
}

/** What was sent before, in this terminal and others. */
export interface InputHistory {
  /** The newest is 0; null beyond the oldest. What is sent elsewhere meanwhile does not shift it. */
  at(index: number): HistoryEntry | null
  /** Adds what is sent now; answers with what went wrong, if anything. */
  append(parts: Parts): string | null
}

/** How far back history goes. */
const limits = { entries: 5000, bytes: 16 * 1024 * 1024 }

/** An entry that takes more is remembered only here: a page of history must not be megabytes. */
const entryBytes = 1024 * 1024

/** The history file in the data directory. */
export function historyPath(dataDirectory: string): string {
  return join(dataDirectory, 'history.jsonl')
}

/** Opens the history; nothing is read before it is asked for, and then from the end. */
export function openHistory(file: string, now: () => number = Date.now): InputHistory {
  const older = linesBackwards(file, sizeOfFile(file), limits.bytes)
  const own: HistoryEntry[] = []
  const read: HistoryEntry[] = []
  const readOne = (): boolean => {
    for (let line = older.next(); !line.done; line = older.next()) {
      const entry = parseEntry(line.value)
      if (entry === null || entry.text === (read.at(-1) ?? own.at(-1))?.text) continue
      read.push(entry)
      return true
    }
    return false
  }
  const at = (index: number): HistoryEntry | null => {
    if (index < 0 || index >= limits.entries) return null
    if (index < own.length) return own[own.length - 1 - index] ?? null
    while (read.length <= index - own.length) if (!readOne()) return null
    return read[index - own.length] ?? null
  }
  return {
    at,
    append: (parts) => {
      const text = expandContent(parts)
      if (text.trim() === '' || text === at(0)?.text) return null
      own.push({ parts, text })
      return appendLine(file, JSON.stringify({ at: now(), parts }))
    },
  }
}

/** One write: lines of several processes never mix. The newline before it ends a line that a crash tore. */
function appendLine(file: string, line: string): string | null {
  const bytes = Buffer.from(`\n${line}\n`)
  if (bytes.length > entryBytes) return null
  try {
    makePrivate(dirname(file))
    const descriptor = openSync(file, 'a', 0o600)
    try {
      writeSync(descriptor, bytes)
    } finally {
      closeSync(descriptor)
    }
    return null
  } catch (error) {
    return `cannot write ${file} (${errorCode(error) ?? errorMessage(error)})`
  }
}

function parseEntry(line: string): HistoryEntry | null {
  if (line === '') return null
  try {
    const value: unknown = JSON.parse(line)
    const parts = isObject(value) ? parseParts(value['parts']) : null
    return parts && { parts, text: expandContent(parts) }
  } catch {
    return null
  }
}
