import { expect, test } from 'vitest'
import { foldThinking, renderThinking } from '../../../../cli/tui/text/thinking.ts'
import { theme } from '../../../../cli/tui/theme.ts'

const page = { width: 20, theme: theme('plain') }

test('thinking folds to its last heading, else to its last line', () => {
  expect(foldThinking('**Reading the code**\n\nI look at it.', page)).toEqual(['Reading the code'])
  expect(foldThinking('first\nsecond \n\n', page)).toEqual(['second'])
  expect(foldThinking(' \n', page)).toEqual([])
})

test('it is clipped when folded and wrapped when open', () => {
  expect(foldThinking('a thought that is too long', page)).toEqual(['a thought that is t…'])
  expect(renderThinking('a thought that is too long', page)).toEqual(['a thought that is', 'too long'])
  expect(renderThinking('x', { ...page, theme: theme('dark') })).toEqual(['\u001b[2m\u001b[3mx\u001b[23m\u001b[22m'])
})
