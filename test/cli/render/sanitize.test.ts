import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sanitize, sanitizeLine, StreamSanitizer } from '../../../cli/render/sanitize.ts'

const nasty = fc.oneof(
  fc.constantFrom(
    '\u001b',
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u009b',
    '\r',
    '\u0000',
    '\u007f',
    '\u202e',
    '\u2066',
    '\ud83d',
    '\ude00',
    '\u{1f600}',
    '\u200d',
    '\ufe0f',
    '\u0301',
    '\u0301\u0301\u0301',
    '\u0915',
    '\n',
  ),
  fc.string({ unit: 'binary' }),
)
const textArb = fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(''))

// Everything a terminal acts on, except newline and tab.
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

test('escape sequences are shown and not obeyed', () => {
  expect(sanitize('a\u001b[31mred\u001b]52;c;AAAA\u0007')).toBe('a\u241b[31mred\u241b]52;c;AAAA\u2407')
  expect(sanitize('a\u202eb')).toBe('a\u27e8U+202E\u27e9b')
  expect(sanitize('tab\tline\r\nend\u0085')).toBe('tab\tline\nend\u27e8U+0085\u27e9')
  expect(sanitize('hidden\rshown\u0000\u007f')).toBe('hidden\u240dshown\u2400\u2421')
})

test('what is invisible is shown, and marks do not pile up', () => {
  expect(sanitize('pass\u200bword')).toBe('pass\u27e8U+200B\u27e9word')
  expect(sanitize('a\u{e0041}')).toBe('a\u27e8U+E0041\u27e9')
  expect(sanitize('a\ufe0f\ufff9')).toBe('a\u27e8U+FE0F\u27e9\u27e8U+FFF9\u27e9')
  expect(sanitize(`a${'\u0301'.repeat(1000)}b`)).toBe(`a${'\u0301'.repeat(6)}\u27e8marks\u27e9b`)
  expect(sanitize('\u0301a')).toBe('\u27e8U+0301\u27e9a')
})

test.each([
  'क्षत्रिय हिन्दी',
  'می‌خواهم',
  'مرحبا بالعالم',
  'בְּרֵאשִׁית',
  'རྐྱེན་སྒྲུབ',
  '한글 한글',
  'ที่นี่',
  'Việt e\u0302\u0301',
  '👩‍👩‍👧‍👦 👨🏽‍💻 🏳️‍🌈 ❤️ 1️⃣ 🇩🇪',
  '葛󠄀 日本語、カナ',
])('ordinary writing is left alone: %s', (text) => {
  expect(sanitize(text)).toBe(text)
})

test('a single line has no newline or tab', () => {
  expect(sanitizeLine(' a\n\n\tb\u001b ')).toBe('a b\u241b')
})

test('no text gets a control through, and harmless text is left alone', () => {
  fc.assert(fc.property(textArb, (text) => !dangerous.test(sanitize(text)) && sanitize(text).isWellFormed()))
  fc.assert(fc.property(fc.stringMatching(/^[ -~\n\täöü€😀]*$/u), (text) => sanitize(text) === text))
})

test('a stream comes out the same however it is split', () => {
  const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 8 })
  fc.assert(
    fc.property(textArb, cuts, (text, positions) => {
      const stream = new StreamSanitizer()
      const bounds = [0, ...positions.filter((at) => at <= text.length).sort((a, b) => a - b), text.length]
      const parts = bounds.slice(1).map((end, index) => stream.push(text.slice(bounds[index], end)))
      return parts.join('') + stream.flush() === sanitize(text)
    }),
  )
})
