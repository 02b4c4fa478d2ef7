import { expect, test } from 'vitest'
import { parsePatch } from '../../../../vfs/tools/patch/parse-patch.ts'
import { patchGrammar } from '../../../../vfs/tools/patch/patch-grammar.ts'

/** The grammar has no recursion, so that its names can be replaced by what they stand for. */
function toRegExp(grammar: string): RegExp {
  const rules = grammar.trim().split('\n')
  const bodies = new Map(
    rules.map((rule): [string, string] => [rule.split(':')[0]!, rule.slice(rule.indexOf(': ') + 2)]),
  )
  const expand = (body: string): string =>
    body.replace(/"((?:[^"\\]|\\.)*)"|\/((?:[^/\\]|\\.)*)\/|([A-Za-z]+)| /g, (_, literal, pattern, name) => {
      if (literal !== undefined) return `(?:${(literal as string).replace(/[*+]/g, '\\$&')})`
      if (pattern !== undefined) return `(?:${pattern as string})`
      return name === undefined ? '' : `(?:${expand(bodies.get(name as string)!)})`
    })
  return new RegExp(`^${expand('start')}$`)
}

const sentence = toRegExp(patchGrammar)

const whole = `*** Begin Patch
*** Add File: new.ts
+one
+
*** Delete File: old file.ts
*** Update File: src/a.ts
*** Move to: src/b.ts
@@ class X
@@   run() {
 kept
-removed
+added
 *** End Patch
@@
+last
*** End of File
*** Add File: empty
*** End Patch`

test('the grammar allows all that a patch can say, with or without a last line end', () => {
  expect(sentence.test(whole)).toBe(true)
  expect(sentence.test(`${whole}\n`)).toBe(true)
  expect(parsePatch(whole)).toHaveLength(4)
})

test('the grammar allows nothing else', () => {
  for (const [from, to] of [
    ['*** Begin Patch\n', ''],
    ['*** End Patch', ''],
    [' kept', 'kept'],
    ['+one', 'one'],
    ['*** Delete File: old file.ts', '*** Delete File:'],
    ['*** Move to: src/b.ts\n@@ class X', '@@ class X\n*** Move to: src/b.ts'],
    ['*** Begin Patch\n', '*** Begin Patch\n\n'],
  ] as const) {
    expect(whole).toContain(from)
    const end = from === '*** End Patch' ? whole.lastIndexOf(from) : whole.indexOf(from)
    expect(sentence.test(whole.slice(0, end) + to + whole.slice(end + from.length))).toBe(false)
  }
  expect(sentence.test('*** Begin Patch\n*** End Patch')).toBe(false)
})
