import { expect, test } from 'vitest'
import { Composer } from '../../../../cli/tui/composer/composer.ts'
import { giveBack } from '../../../../cli/tui/composer/give-back.ts'
import { draftParts } from '../../../../cli/tui/editor/parts.ts'

const paste = { label: '[2 lines]', paste: 'a\nb' }

function givenBack(typed: string) {
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  composer.insert(typed)
  giveBack(composer, ['see ', paste])
  composer.insert('!')
  return draftParts(composer.draft)
}

test('what comes back is the whole input when nothing was typed since, folded pastes as they were', () => {
  expect(givenBack('')).toEqual(['see ', paste, '!'])
})

test('what was typed since stays, behind what comes back', () => {
  expect(givenBack('more')).toEqual(['see ', paste, '\nmore!'])
})
