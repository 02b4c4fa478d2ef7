import { expect, test } from 'vitest'
import {
  atomsOf,
  attachments,
  draftOf,
  emptyDraft,
  expand,
  isEmpty,
  type Draft,
} from '../../../../cli/tui/editor/draft.ts'
import { edit } from '../../../../cli/tui/editor/edit.ts'
import { layoutDraft } from '../../../../cli/tui/editor/layout.ts'
import { draftFromParts, draftParts, parseParts } from '../../../../cli/tui/editor/parts.ts'

const paste = (draft: Draft, text: string) => edit(draft, { kind: 'paste', text })
const labels = (draft: Draft) => atomsOf(draft).map(({ label }) => label)
const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`).join('\n')

test('a long paste is one atom that shows its size, and several of a size are numbered', () => {
  const draft = paste(paste(paste(emptyDraft, lines(200)), `${lines(200)}\n`), lines(6))
  expect(labels(draft)).toEqual(['[200 lines]', '[200 lines #2]', '[6 lines]'])
  expect(labels(paste(emptyDraft, 'x'.repeat(1001)))).toEqual(['[1001 characters]'])
})

test('a short paste is text', () => {
  const draft = paste(emptyDraft, lines(5))
  expect(labels(draft)).toEqual([])
  expect(expand(draft)).toBe(lines(5))
  expect(labels(paste(emptyDraft, `${lines(5)}\n`))).toEqual([])
  expect(isEmpty(paste(emptyDraft, ''))).toBe(true)
})

test('what is sent holds the paste whole, its line ends made one kind, its control bytes harmless', () => {
  const draft = paste(draftOf(['see: ']), 'a\r\nb\rc\n'.repeat(10) + '\ttab\u0000\u001b[31mred\u202e')
  expect(expand(draft)).toBe('see: ' + 'a\nb\nc\n'.repeat(10) + '\ttab\u241b[31mred\u202e')
})

test('one backspace takes an atom away, undo brings it back', () => {
  const draft = paste(draftOf(['a']), lines(9))
  const gone = edit(draft, { kind: 'delete-left' })
  expect(expand(gone)).toBe('a')
  expect(expand(edit(gone, { kind: 'undo' }))).toBe('a' + lines(9))
})

test('a label that is typed is text: it is not drawn, deleted or sent like an atom', () => {
  const draft = edit(paste(emptyDraft, lines(200)), { kind: 'insert', text: '[200 lines]' })
  expect(expand(draft)).toBe(`${lines(200)}[200 lines]`)
  expect(layoutDraft(draft, 80, 3).rows[0]).toEqual([
    { text: '[200 lines]', atom: true },
    { text: '[200 lines]', atom: false },
  ])
  expect(expand(edit(draft, { kind: 'delete-left' }))).toBe(`${lines(200)}[200 lines`)
})

const image = { path: '/tmp/a\u001b.png', name: 'a\u001b.png', mediaType: 'image/png', sizeBytes: 3 } as const

test('images are atoms, sent by label and attached once each', () => {
  const draft = edit(emptyDraft, { kind: 'attach', images: [image, image, { ...image, path: '/b' }] })
  expect(expand(draft)).toBe('[image a\u241b.png] [image a\u241b.png #2] [image a\u241b.png #3] ')
  expect(attachments(draft)).toEqual([image, { ...image, path: '/b' }])
})

test('a megabyte is folded, put beside text and sent the same', () => {
  const text = 'y'.repeat(499).concat('\n').repeat(2000)
  expect(expand(edit(paste(emptyDraft, text), { kind: 'insert', text: '!' }))).toBe(`${text}!`)
  expect(expand(edit(emptyDraft, { kind: 'insert', text }))).toBe(text)
})

test('a draft comes back from what is stored of it', () => {
  const draft = edit(edit(paste(draftOf(['[x]\n']), lines(9)), { kind: 'attach', images: [image] }), { kind: 'start' })
  const parts = parseParts(JSON.parse(JSON.stringify(draftParts(draft))))
  expect(parts).not.toBeNull()
  const back = draftFromParts(parts ?? [])
  expect([expand(back), labels(back), attachments(back)]).toEqual([expand(draft), labels(draft), attachments(draft)])
})

test.each([
  [null], ['text'], [[1]], [[{ paste: 1, label: 'x' }]], [[{ paste: 'x' }]], [[{ label: 'x', image: { path: 'relative' } }]],
  [[{ label: 'x', image: { ...image, mediaType: 'text/html' } }]],
])('%j is no draft', (value) => expect(parseParts(value)).toBeNull()) // prettier-ignore

test('stored text is as hostile as any', () => {
  const parts = parseParts(['a\u001b]0;x\u0007\r', { label: '[\u001b[2J]', paste: 'p\u0000\r\n' }]) ?? []
  expect(expand(draftFromParts(parts))).toBe('a\u241b]0;x\np\n')
  expect(labels(draftFromParts(parts))).toEqual(['[\u241b[2J]'])
})
