import { expect, test } from 'vitest'
import type { CommandStatus } from '../../../core/ports/inbox.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { ComingBack } from '../../../cli/tui/composer/coming-back.ts'
import { Composer } from '../../../cli/tui/composer/composer.ts'
import { draftParts } from '../../../cli/tui/editor/parts.ts'
import { restoreSending } from '../../../cli/tui/restore-sending.ts'

function openBack(given: (...commands: readonly CommandId[]) => void) {
  const kept: string[] = []
  return { kept, back: new ComingBack({ keep: ({ command }) => kept.push(command), given, changed: () => undefined }) }
}

test('of what a dead terminal had sent, what never came into the inbox comes back, in order and in front', async () => {
  const statuses: Readonly<Record<string, CommandStatus | null>> = {
    lost: null,
    there: { status: 'accepted' },
    waiting: { status: 'pending' },
    refused: { status: 'rejected', rejection: { code: 'not-waiting', message: 'no' } },
  }
  const unsettled = Object.keys(statuses).map((name) => {
    return { session: 's1' as SessionId, command: name as CommandId, parts: [`${name} words`] }
  })
  const settled: string[] = []
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  composer.insert('typed since')
  await restoreSending(
    { unsettled, settled: (...commands) => void settled.push(...commands) },
    { status: async (_session, command) => statuses[command] ?? null },
    openBack((...commands) => void settled.push(...commands)).back,
    composer,
  )
  expect(draftParts(composer.draft)).toEqual(['lost words\nrefused words\ntyped since'])
  expect(settled.toSorted()).toEqual(Object.keys(statuses).toSorted())
})

test('a ! line and a prompt are two drafts: the prompt comes back, the line waits as a draft', async () => {
  const unsettled = ['!echo hi', 'another prompt', '!ls', '/etc/hosts'].map((text) => {
    return { session: 's1' as SessionId, command: text as CommandId, parts: [text] }
  })
  const settled: string[] = []
  const { back, kept } = openBack((...commands) => void settled.push(...commands))
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  await restoreSending({ unsettled, settled: () => undefined }, { status: async () => null }, back, composer)
  expect(draftParts(composer.draft)).toEqual(['another prompt\n/etc/hosts'])
  expect(back.texts).toEqual(['!echo hi', '!ls'])
  expect([settled, kept]).toEqual([
    ['another prompt', '/etc/hosts'],
    ['!echo hi', '!ls'],
  ])
})

test('a ! line alone comes back into an empty input, and no second one with it', async () => {
  const unsettled = ['!echo hi', '!ls'].map((text) => {
    return { session: 's1' as SessionId, command: text as CommandId, parts: [text] }
  })
  const { back } = openBack(() => undefined)
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  await restoreSending({ unsettled, settled: () => undefined }, { status: async () => null }, back, composer)
  expect([draftParts(composer.draft), back.texts]).toEqual([['!echo hi'], ['!ls']])
})
