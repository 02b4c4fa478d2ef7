import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyChoice,
  completionsAt,
  isMentionable,
  type CompletionSources,
} from '../../../../cli/tui/editor/complete.ts'
import { draftOf, expand, type Draft } from '../../../../cli/tui/editor/draft.ts'
import { edit } from '../../../../cli/tui/editor/edit.ts'
import { chosen, closeMenu, closedMenu, isTypedOut, menuFor, moveInMenu } from '../../../../cli/tui/editor/menu.ts'
import { searchPaths } from '../../../../cli/tui/editor/search-paths.ts'

const sources: CompletionSources = {
  commands: [
    { name: 'help', about: 'help' },
    { name: 'model', about: 'the model', completeArgument: (typed) => ['anthropic/opus', 'openai/gpt'].filter((value) => value.includes(typed)).map((value) => ({ value, about: '' })) },
    { name: 'remodel', about: '' },
  ],
  paths: ['src/', 'src/draft.ts', 'docs/a b.md', 'README.md'],
} // prettier-ignore
const at = (text: string, draft: Draft = draftOf([text])) => completionsAt(draft, sources)
const labels = (text: string) => at(text)?.choices.map(({ label }) => label) ?? null

test.each([
  ['/', ['/help', '/model', '/remodel']],
  ['/mo', ['/model', '/remodel']],
  ['/x', null],
  ['/help ', null],
  ['/model ', ['anthropic/opus', 'openai/gpt']],
  ['/model op', ['anthropic/opus', 'openai/gpt']],
  ['/model gpt', ['openai/gpt']],
  ['say /mo', null],
  ['a\n/mo', null],
  ['', null],
  ['look at @', ['src/', 'src/draft.ts', 'docs/a b.md', 'README.md']],
  ['@dra', ['src/draft.ts']],
  ['(@dra', ['src/draft.ts']],
  ['a\n@dra', ['src/draft.ts']],
  ['me@dra', null],
  ['@dra x', null],
  ['@"a b', ['docs/a b.md']],
  ['@zzz', null],
])('%j offers %j', (text, offered) => expect(labels(text)).toEqual(offered))

test.each([
  ['/mo', 0, '/model '],
  ['/he', 0, '/help'],
  ['/model gp', 0, '/model openai/gpt'],
  ['see @dra', 0, 'see @src/draft.ts '],
  ['see @ab', 0, 'see @"docs/a b.md" '],
  ['@src', 0, '@src/'],
])('%j with choice %i is %j', (text, index, result) => {
  const draft = draftOf([text])
  const completions = at(text, draft)!
  expect(expand(applyChoice(draft, completions, completions.choices[index]!))).toBe(result)
})

test('what stands behind the cursor stays', () => {
  const draft = edit(draftOf(['@dra and']), { kind: 'start' })
  const here = [1, 2, 3, 4].reduce((moving) => edit(moving, { kind: 'right' }), draft)
  expect(expand(applyChoice(here, at('', here)!, at('', here)!.choices[0]!))).toBe('@src/draft.ts  and')
})

test('an atom is no part of a command or a path', () => {
  const atom = edit(draftOf(['']), { kind: 'paste', text: 'x\n'.repeat(9) })
  expect(at('', edit(atom, { kind: 'insert', text: '/mo' }))).toBeNull()
  expect(at('', edit(atom, { kind: 'insert', text: '@dra' }))?.choices).toHaveLength(1)
})

test.each([
  ['draft', ['cli/draft/x.ts', 'src/draft.ts'], 'src/draft.ts'],
  ['edit', ['credit.ts', 'src/edit.ts'], 'src/edit.ts'],
  ['dt', ['src/adult.ts', 'draft-tree.ts'], 'draft-tree.ts'],
  ['ced', ['xcxexd.ts', 'cli/editor/draft.ts'], 'cli/editor/draft.ts'],
  ['rdm', ['word/model', 'README.md'], 'README.md'],
  ['index', ['a/b/index.ts', 'index.ts'], 'index.ts'],
  ['iH', ['fish.ts', 'inputHistory.ts'], 'inputHistory.ts'],
  ['cli/dra', ['clidra', 'cli/tui/draft.ts', 'cli/draft.ts'], 'cli/draft.ts'],
  ['ÄPFEL', ['apfel', 'obst/äpfel.md'], 'obst/äpfel.md'],
])('%s means %3$s', (query, paths, meant) => expect(searchPaths(query, paths)[0]).toBe(meant))

test('exactly the paths that hold the characters of a query in order are found, however it is typed', () => {
  const path = fc.stringMatching(/^[abc/.-]{1,12}$/)
  fc.assert(
    fc.property(fc.array(path, { maxLength: 30 }), fc.stringMatching(/^[abc]{1,5}$/), (paths, query) => {
      const distinct = [...new Set(paths)]
      const holds = (text: string) => new RegExp([...query].join('.*')).test(text)
      const typed = [...query].map((_, i) => searchPaths(query.slice(0, i + 1), distinct, 100)).at(-1)!
      expect(typed.toSorted()).toEqual(distinct.filter(holds).toSorted())
      expect(typed).toEqual(searchPaths(query, [...distinct], 100))
      const turned = [...query].toReversed().join('')
      expect(searchPaths(turned, distinct, 100)).toEqual(searchPaths(turned, [...distinct], 100))
    }),
  )
})

test('the menu keeps the choice while it is offered, and goes round', () => {
  const open = menuFor(closedMenu, at('/'))
  expect(chosen(open)?.label).toBe('/help')
  const second = moveInMenu(open, 'down')
  expect(chosen(second)?.label).toBe('/model')
  expect(chosen(menuFor(moveInMenu(second, 'down'), at('/mo')))?.label).toBe('/remodel')
  expect(chosen(moveInMenu(open, 'up'))?.label).toBe('/remodel')
  expect(chosen(menuFor(open, null))).toBeNull()
  expect(moveInMenu(closedMenu, 'up')).toBe(closedMenu)
})

test('closed by hand it stays closed until another word begins', () => {
  const closed = closeMenu(menuFor(closedMenu, at('see @d')))
  expect(chosen(menuFor(closed, at('see @dr')))).toBeNull()
  expect(chosen(menuFor(closed, at('see this @dr')))).not.toBeNull()
  expect(chosen(menuFor(menuFor(closed, null), at('see @dr')))).not.toBeNull()
})

test('a choice that is typed out needs no taking', () => {
  expect(isTypedOut(menuFor(closedMenu, at('/help')))).toBe(true)
  expect(isTypedOut(menuFor(closedMenu, at('/hel')))).toBe(false)
  expect(isTypedOut(closedMenu)).toBe(false)
})

test.each([
  ['src/draft.ts', true],
  ['a name with "quotes" and\ttab', true],
  ['שלום.md', true],
  ['odd\u001bname', false],
  ['odd\nname', false],
  ['odd\rname', false],
  ['odd\u0007name', false],
])('%j can be written down: %j', (path, can) => expect(isMentionable(path)).toBe(can))
