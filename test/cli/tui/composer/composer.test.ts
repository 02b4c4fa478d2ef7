import { expect, test } from 'vitest'
import { Composer, sentText, textDraft } from '../../../../cli/tui/composer/composer.ts'

/** A composer of so many columns, and how often it changed. */
function composing(columns = 20) {
  let changes = 0
  const composer = new Composer(
    () => columns,
    () => (changes += 1),
  )
  const rows = (most: number) => composer.layout(most).rows.map((row) => row.map(({ text }) => text).join(''))
  return { composer, rows, changes: () => changes }
}

test('what is shown moves only when the cursor leaves it', () => {
  const { composer, rows } = composing()
  composer.insert('one\ntwo\nthree\nfour\nfive')
  expect(rows(3)).toEqual(['three', 'four', 'five'])
  composer.move('up')
  composer.move('up')
  expect(rows(3)).toEqual(['three', 'four', 'five'])
  composer.move('up')
  expect(rows(3)).toEqual(['two', 'three', 'four'])
})

test('a move off the first or the last row is refused, and changes nothing', () => {
  const { composer, changes } = composing()
  composer.insert('only')
  expect([composer.move('up'), composer.move('down')]).toEqual([false, false])
  expect(changes()).toBe(1)
})

test('a backslash before the cursor makes a new line of Enter, and goes away', () => {
  const { composer } = composing()
  composer.insert('one\\')
  expect(composer.goOn()).toBe(true)
  expect(composer.goOn()).toBe(false)
  composer.insert('two')
  expect(sentText(composer.draft)).toBe('one\ntwo')
})

test('taking the draft leaves an empty one, which begins at its top again', () => {
  const { composer, rows } = composing()
  composer.insert('one\ntwo\nthree')
  rows(1)
  expect(sentText(composer.take())).toBe('one\ntwo\nthree')
  expect(composer.isEmpty).toBe(true)
  composer.insert('next')
  expect(rows(1)).toEqual(['next'])
})

test('an edit that changes nothing tells nobody', () => {
  const { composer, changes } = composing()
  composer.verb('delete-left')
  expect(changes()).toBe(0)
})

test('blanks at the end are not sent, and a text is a draft with the cursor behind it', () => {
  const { composer } = composing()
  composer.replace(textDraft('from the editor \n'))
  composer.insert(' ')
  expect(sentText(composer.draft)).toBe('from the editor')
  expect(textDraft('')).toEqual(
    new Composer(
      () => 1,
      () => undefined,
    ).draft,
  )
})
