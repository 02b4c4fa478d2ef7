import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { contentOf, draftOf, emptyDraft, expand, type Draft } from '../../../../cli/tui/editor/draft.ts'
import { edit, continueLine } from '../../../../cli/tui/editor/edit.ts'
import { editVerbs, type EditAction } from '../../../../cli/tui/editor/edit-action.ts'
import { layoutDraft } from '../../../../cli/tui/editor/layout.ts'
import { moveVertically } from '../../../../cli/tui/editor/move-vertically.ts'
import { atomMark, naiveEdit } from './naive-draft.ts'

const family = '👨‍👩‍👧'
const image = { path: '/a.png', name: 'a.png', mediaType: 'image/png', sizeBytes: 1 } as const
const piece = fc.constantFrom(
  'a', 'word', ' ', '  ', '\n', '\t', '_x9', '.', '(', 'é', 'e\u0301', '\u0301', '漢字', family, '👩', '\u200d', '🇩🇪', '🇩',
  'שלום', 'مرحبا', 'नमस्ते', '\u1100', '\u1161', '❤️', '1️⃣', '\u200b', '[200 lines]', '\u0600',
) // prettier-ignore
const typed = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''))
const action: fc.Arbitrary<EditAction> = fc.oneof(
  { weight: 3, arbitrary: typed.map((text): EditAction => ({ kind: 'insert', text })) },
  { weight: 1, arbitrary: fc.constant<EditAction>({ kind: 'attach', images: [image] }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(...editVerbs.filter((verb) => verb !== 'undo' && verb !== 'redo')).map((kind): EditAction => ({ kind })),
  },
) // prettier-ignore

function flat(draft: Draft): string {
  return contentOf(draft)
    .map((content) => (typeof content === 'string' ? content : atomMark))
    .join('')
}

function agree(start: string, actions: readonly EditAction[]): void {
  let draft = draftOf([start])
  let model = { text: start, cursor: start.length, killed: '' }
  for (const step of actions) {
    const gathers = draft.doing === 'killing'
    draft = edit(draft, step)
    model = naiveEdit(model, step, model.killed)
    // Cuts in a row gather; the model forgets what came before.
    if (gathers && draft.doing === 'killing') model = { ...model, killed: draft.killed.map((part) => (typeof part === 'string' ? part : atomMark)).join('') }
    expect({ text: flat(draft), cursor: draft.cursor }).toEqual({ text: model.text, cursor: model.cursor })
  }
} // prettier-ignore

test('random actions do to a draft what they do to an array of graphemes', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => agree('', actions)),
    { numRuns: 300 },
  )
})

test('so they do in a text of many leaves', () => {
  const long = fc
    .array(fc.constantFrom('a', 'bc ', '漢', family, 'e\u0301', '\n', 'नमस्ते', '.'), {
      minLength: 400,
      maxLength: 1500,
      size: 'max',
    })
    .map((pieces) => pieces.join(''))
  const jump = fc.constantFrom<EditAction>({ kind: 'start' }, { kind: 'word-left' }, { kind: 'delete-to-line-start' })
  fc.assert(
    fc.property(long, fc.array(fc.oneof(action, jump), { maxLength: 25, size: 'max' }), (start, actions) =>
      agree(start, actions),
    ),
    { numRuns: 60 },
  )
})

test('all undone is the beginning, all redone is the end', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
      const end = actions.reduce(edit, emptyDraft)
      const back = end.undo.reduce<Draft>((draft) => edit(draft, { kind: 'undo' }), end)
      expect(flat(back)).toBe('')
      const again = back.redo.reduce<Draft>((draft) => edit(draft, { kind: 'redo' }), back)
      expect(flat(again)).toBe(flat(end))
    }),
  )
})

const run = (start: Draft, ...actions: readonly (EditAction | EditAction['kind'])[]) =>
  actions.reduce<Draft>(
    (draft, step) => edit(draft, typeof step === 'string' ? ({ kind: step } as EditAction) : step),
    start,
  )
const type = (text: string): EditAction[] => [...text].map((char) => ({ kind: 'insert', text: char }))

test('undo takes back a word, not a letter', () => {
  const draft = run(emptyDraft, ...type('one two'))
  expect(expand(run(draft, 'undo'))).toBe('one')
  expect(expand(run(draft, 'undo', 'undo'))).toBe('')
  expect(expand(run(draft, 'undo', 'undo', 'redo', 'redo'))).toBe('one two')
})

test('what was cleared comes back with undo', () => {
  const draft = run(draftOf(['precious']), 'clear')
  expect(expand(draft)).toBe('')
  expect(expand(run(draft, 'undo'))).toBe('precious')
})

test('cuts in a row gather in their order and are put back at once', () => {
  const draft = run(draftOf(['one two three']), 'delete-word-left', 'delete-word-left')
  expect(expand(draft)).toBe('one ')
  expect(expand(run(draft, 'start', 'yank'))).toBe('two threeone ')
})

test('Ctrl+W goes to the blank, Alt+Backspace to the word', () => {
  expect(expand(run(draftOf(['see src/a.ts']), 'delete-to-blank'))).toBe('see ')
  expect(expand(run(draftOf(['see src/a.ts']), 'delete-word-left'))).toBe('see src/a.')
})

test('a cut atom is put back whole', () => {
  const draft = run(emptyDraft, { kind: 'paste', text: 'x\n'.repeat(9) }, 'delete-to-blank')
  expect(expand(draft)).toBe('')
  expect(expand(run(draft, 'yank'))).toBe('x\n'.repeat(9))
})

test('control bytes that are typed do not get in', () => {
  expect(expand(run(emptyDraft, { kind: 'insert', text: 'a\r\nb\u0000\u001b[2J\u009b\ud800\tc\rd' }))).toBe(
    'a\nb\u241b[2J\ufffd\tc\nd',
  )
})

test('a backslash and Enter make a newline, anything else does not', () => {
  expect(expand(continueLine(draftOf(['a\\']))!)).toBe('a\n')
  expect(continueLine(draftOf(['a']))).toBeNull()
  expect(continueLine(emptyDraft)).toBeNull()
})

test('a megabyte costs a keystroke no more than a page', () => {
  const segmented = vi.spyOn(Intl.Segmenter.prototype, 'segment')
  onTestFinished(() => segmented.mockRestore())
  const keys: EditAction[] = [
    { kind: 'insert', text: 'é' }, { kind: 'delete-left' }, { kind: 'left' }, { kind: 'word-left' }, { kind: 'line-start' },
    { kind: 'newline' }, { kind: 'right' }, { kind: 'delete-word-right' }, { kind: 'undo' }, { kind: 'redo' }, { kind: 'yank' },
  ] // prettier-ignore
  const most = (text: string, place: EditAction) => {
    let draft = edit(draftOf([text]), place)
    layoutDraft(draft, 80, 10)
    let most = 0
    for (const key of keys) {
      segmented.mockClear()
      draft = edit(draft, key)
      layoutDraft(draft, 80, 10)
      const up = moveVertically(draft, 'up', 80)
      if (up !== 'leave') draft = up
      most = Math.max(
        most,
        segmented.mock.calls.reduce((sum, [input]) => sum + input.length, 0),
      )
    }
    return most
  }
  const line = 'ein schöner Satz über 漢字 und 👩‍👩‍👧, der weitergeht\n'
  for (const [text, place] of [
    [line.repeat(20_000), 'end'],
    [line.repeat(20_000), 'start'],
    [line.replace('\n', '').repeat(20_000), 'end'],
    ['漢字かな '.repeat(200_000), 'end'],
  ] as const) {
    expect(most(text, { kind: place })).toBeLessThan(20_000)
  }
})
