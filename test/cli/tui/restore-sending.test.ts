import { expect, test } from 'vitest'
import type { CommandStatus } from '../../../core/ports/inbox.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { Composer } from '../../../cli/tui/composer/composer.ts'
import { draftParts } from '../../../cli/tui/editor/parts.ts'
import { restoreSending } from '../../../cli/tui/restore-sending.ts'

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
    composer,
  )
  expect(draftParts(composer.draft)).toEqual(['lost words\nrefused words\ntyped since'])
  expect(settled).toEqual(Object.keys(statuses))
})
