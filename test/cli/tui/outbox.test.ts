import { expect, test } from 'vitest'
import type { Command } from '../../../core/machine/commands.ts'
import type { CommandStatus } from '../../../core/ports/inbox.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import type { Line } from '../../../cli/chat/desk.ts'
import type { WaitingText } from '../../../cli/chat/waiting-texts.ts'
import { Composer } from '../../../cli/tui/composer/composer.ts'
import { ComingBack } from '../../../cli/tui/composer/coming-back.ts'
import { draftOf } from '../../../cli/tui/editor/draft.ts'
import { draftParts, type Parts } from '../../../cli/tui/editor/parts.ts'
import type { SendingDraft } from '../../../cli/tui/editor/stored-draft.ts'
import { Outbox, type OutboxParts } from '../../../cli/tui/outbox.ts'

const paste = { label: '[2 lines]', paste: 'a\nb' }
const accepted: CommandStatus = { status: 'accepted' }

interface Told {
  /** What becomes of a line. */
  readonly take?: (line: Line) => Promise<boolean>
  readonly propose?: (command: Command) => Promise<CommandStatus>
  readonly isBusy?: boolean
  readonly waiting?: () => readonly WaitingText[]
  /** What the state has. */
  readonly held?: ReadonlySet<string>
}

function openOutbox({ take = async () => true, propose = async () => accepted, ...told }: Told = {}) {
  const lines: Line[] = []
  const done: string[] = []
  const kept = new Map<CommandId, SendingDraft>()
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  const closing = new AbortController()
  const drafts = {
    sending: (draft: SendingDraft) => void kept.set(draft.command, draft),
    settled: (...commands: readonly CommandId[]) => commands.forEach((command) => kept.delete(command)),
    flush: () => null,
  }
  const back = new ComingBack({
    keep: (returned) => drafts.sending({ session: 's1' as SessionId, ...returned }),
    given: drafts.settled,
    changed: () => undefined,
  })
  const parts = {
    desk: {
      isBusy: told.isBusy ?? false,
      client: {
        session: 's1' as SessionId,
        closed: closing.signal,
        conversation: { holds: (command: string) => told.held?.has(command) === true },
        proposals: {
          propose: (command: Command) => {
            done.push(command.kind)
            return propose(command)
          },
          submit: async () => true,
        },
      },
      say: () => undefined,
      take: (line: Line) => {
        lines.push(line)
        return take(line)
      },
      interrupt: async (before: Promise<unknown>) => {
        await before
        done.push('interrupt')
        return true
      },
    },
    history: { append: () => null },
    drafts,
    back,
    completions: { forget: () => undefined },
    waiting: told.waiting ?? (() => []),
  }
  const outbox = new Outbox(parts as unknown as OutboxParts)
  const send = (content: Parts) => {
    composer.replace(draftOf(content))
    return outbox.send('send', { composer, take: () => composer.take() })
  }
  const written = () => draftParts(composer.draft)
  return { outbox, back, composer, closing, lines, done, kept, send, written }
}

test.each([['/hepl'], ['!ls'], ['a prompt']])('%s comes back when it is not taken', async (text) => {
  const { send, written, kept } = openOutbox({ take: async () => false })
  await send([text])
  expect(written()).toEqual([text])
  expect(kept.size).toBe(0)
})

test.each([
  ['/hepl', ['more']],
  ['!ls', ['more']],
  ['a prompt', ['a prompt\nmore']],
])('%s comes back to what was typed since as %j', async (text, expected) => {
  const { send, composer, written } = openOutbox({
    take: async () => {
      composer.insert('more')
      return false
    },
  })
  await send([text])
  expect(written()).toEqual(expected)
})

test('a line is kept as a draft until it is stored, whatever becomes of it then', async () => {
  const decided = Promise.withResolvers<boolean>()
  const { send, kept, lines } = openOutbox({ take: () => decided.promise })
  const sent = send(['see ', paste])
  expect([...kept.values()]).toMatchObject([{ session: 's1', parts: ['see ', paste] }])
  lines[0]?.sending?.stored()
  expect(kept.size).toBe(0)
  decided.resolve(true)
  await sent
})

test('what was not taken when the person left stays their draft', async () => {
  const { send, kept, closing, written } = openOutbox({
    take: async () => {
      closing.abort()
      return false
    },
  })
  await send(['a prompt'])
  expect(written()).toEqual([])
  expect([...kept.values()]).toMatchObject([{ parts: ['a prompt'] }])
})

test('a command of the chat is no draft while it works', async () => {
  const { send, kept } = openOutbox({ take: () => Promise.withResolvers<boolean>().promise })
  void send(['/compact'])
  expect(kept.size).toBe(0)
})

test('steering that is stored and not yet shown comes back before the run ends, pastes as they were', async () => {
  const { outbox, composer, send, written, done, lines } = openOutbox({ isBusy: true })
  await send(['be brief: ', paste])
  const taken = outbox.interrupt(composer)
  lines[0]?.sending?.stored()
  await taken
  expect(done).toEqual(['run.unsteer', 'interrupt'])
  expect(written()).toEqual(['be brief: ', paste])
})

test('steering on its way is stored before the run is told to end', async () => {
  const decided = Promise.withResolvers<boolean>()
  const { outbox, composer, send, written, done, lines } = openOutbox({ isBusy: true, take: () => decided.promise })
  const sent = send(['be brief'])
  const interrupted = outbox.interrupt(composer)
  await Promise.resolve()
  expect(done).toEqual([])
  lines[0]?.sending?.stored()
  await interrupted
  expect(done).toEqual(['run.unsteer', 'interrupt'])
  decided.resolve(true)
  await sent
  expect(written()).toEqual(['be brief'])
})

test('steering that the model has seen does not come back', async () => {
  const rejection = { code: 'not-waiting', message: 'the model has it' } as const
  const { outbox, composer, send, written } = openOutbox({
    isBusy: true,
    propose: async () => ({ status: 'rejected', rejection }),
  })
  await send(['be brief'])
  await outbox.interrupt(composer)
  expect(written()).toEqual([])
})

test('what the state has and does not hold as waiting was heard: it is not asked for again', async () => {
  const held = new Set<string>()
  const { outbox, composer, send, done, lines } = openOutbox({ isBusy: true, held })
  await send(['be brief'])
  held.add(lines[0]?.sending?.command ?? '')
  await outbox.interrupt(composer)
  expect(done).toEqual(['interrupt'])
})

test('what waits comes back as it was written here, what came from elsewhere as its text', async () => {
  const waiting: WaitingText[] = []
  const waits = (commandId: CommandId, text: string): WaitingText => {
    const takeBack = { kind: 'run.unsteer', steerId: commandId } as const
    const input = { kind: 'user', ref: 'sha256:0', sizeBytes: 1 } as never
    return { waiting: { type: 'steering', commandId, takeBack, input }, text, read: async () => text }
  }
  const held = new Set<string>()
  const { outbox, composer, send, lines, written } = openOutbox({ isBusy: true, held, waiting: () => waiting })
  await send(['see ', paste])
  const { command } = lines[0]!.sending!
  held.add(command)
  waiting.push(waits(command, 'see a\nb'), waits('other' as CommandId, 'from elsewhere'))
  await outbox.interrupt(composer)
  expect(written()).toEqual(['see ', paste, '\nfrom elsewhere'])
})

test('a ! line that is not taken waits for an input of its own, as a draft', async () => {
  const { outbox, back, composer, send, kept, written } = openOutbox({
    take: async () => {
      composer.insert('more')
      return false
    },
  })
  await send(['!ls'])
  expect([written(), back.texts, kept.size]).toEqual([['more'], ['!ls'], 1])
  expect(await outbox.takeBack(composer)).toBe('no-room')
  composer.take()
  expect(await outbox.takeBack(composer)).toBe('taken')
  expect([written(), back.texts, kept.size]).toEqual([['!ls'], [], 0])
  expect(await outbox.takeBack(composer)).toBe('none')
})

test('steering that Esc gives back is no part of the ! line in the input', async () => {
  const { outbox, back, composer, send, written, lines } = openOutbox({ isBusy: true })
  await send(['be brief'])
  lines[0]?.sending?.stored()
  composer.insert('!rm -r build')
  await outbox.interrupt(composer)
  expect([written(), back.texts]).toEqual([['!rm -r build'], ['be brief']])
})

test('a ! line that waits is not taken back into other words', async () => {
  const waiting = {
    waiting: { type: 'shell', commandId: 'c', takeBack: { kind: 'shell.cancel' } },
    read: async () => '!ls',
  }
  const { outbox, composer, written } = openOutbox({ waiting: () => [waiting as never] })
  composer.insert('more')
  expect(await outbox.takeBack(composer)).toBe('no-room')
  expect(written()).toEqual(['more'])
})
