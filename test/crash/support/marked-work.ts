import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Reply, Script } from '../../support/mock-provider/script.ts'
import { gate, runs } from '../../tui/support/answers.ts'

/** What a model is asked for in these tests: a command that leaves a mark, once, and an answer. */
export interface MarkedWork {
  readonly script: Script
  /** A prompt whose command leaves a mark; `more` is told to the command. */
  prompt(id: string, more?: string): string
  /** Holds back the second half of the first answer to a prompt. */
  hold(id: string): HeldAnswer
  /** How often a prompt left its mark. */
  effects(id: string): number
  remove(): void
}

/** The first answer to a prompt, until it is let go. */
export interface HeldAnswer {
  /** Resolves when half of it is on its way. */
  readonly begun: Promise<unknown>
  /** Words that are in no other answer. */
  readonly words: string
  letGo(): void
}

interface Hold {
  readonly begun: ReturnType<typeof gate>
  readonly end: ReturnType<typeof gate>
  readonly words: string
}

/** Makes a directory of marks and the script of a model that has them left. */
export function markedWork(): MarkedWork {
  const marks = mkdtempSync(join(tmpdir(), 'marks-'))
  const held = new Map<string, Hold>()
  const script: Script = ({ userText, results }) => {
    const [, id = 'none', seconds = '0'] = /leave mark (\S+)(?: within (\S+) seconds)?/.exec(userText) ?? []
    if (results.length > 0) return { text: `answered ${id}`, deltaChars: 4 }
    const hold = held.get(id)
    held.delete(id)
    hold?.begun.open()
    const first: Reply = {
      ...runs(`echo x >> ${join(marks, id)}; sleep ${seconds}`),
      text: `I leave the mark ${id}, ${hold?.words ?? 'as it is wanted'}, one word after the other`,
      deltaChars: 4,
    }
    return hold === undefined ? first : { ...first, goesOnAfter: hold.end.opened }
  }
  return {
    script,
    prompt: (id, seconds = '0') => `leave mark ${id} within ${seconds} seconds`,
    hold: (id) => {
      const hold: Hold = { begun: gate(), end: gate(), words: `as the first asked for ${id} wants it` }
      held.set(id, hold)
      return { begun: hold.begun.opened, words: hold.words, letGo: hold.end.open }
    },
    effects: (id) => {
      const file = join(marks, id)
      return existsSync(file) ? readFileSync(file, 'utf8').length / 2 : 0
    },
    remove: () => rmSync(marks, { recursive: true, force: true }),
  }
}
