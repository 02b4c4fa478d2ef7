import { expect, test } from 'vitest'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { isIgnored } from '../../../vfs/snapshot/ignore-rules.ts'
import { decodeOuterRules, encodeOuterRules, outerRulesBytes } from '../../../vfs/snapshot/outer-rules.ts'

const decode = (bytes: Uint8Array) => decodeOuterRules(hashBlob(bytes), bytes)
const decodeJson = (value: unknown) => decode(new TextEncoder().encode(JSON.stringify(value)))

test('what a mount carries is what held around it, an inner layer over an outer one', () => {
  const rules = decode(
    encodeOuterRules([
      { above: 'packages/a/', text: 'out\n/packages/a/only\n*.log\n' },
      { above: 'a/', text: '!keep.log\n' },
      { above: '', text: '' },
    ]),
  )
  const ignored = (path: string) => isIgnored(rules, path, false)
  expect(['out', 'src/out', 'only', 'src/only', 'x.log', 'keep.log'].map(ignored)).toEqual([
    ...[true, true, true, false, true, false],
  ])
})

test.each([
  ['no object', 'x'],
  ['no layers', {}],
  ['no list', { layers: 'x' }],
  ['a layer that is none', { layers: [null] }],
  ['no text', { layers: [{ above: '' }] }],
  ['a place outside', { layers: [{ above: '../', text: 'x' }] }],
  ['an absolute place', { layers: [{ above: '/etc/', text: 'x' }] }],
  ['no directory', { layers: [{ above: 'a', text: 'x' }] }],
  ['too much', { layers: [{ above: '', text: 'x'.repeat(outerRulesBytes) }] }],
])('what was made elsewhere and holds %s is refused', (_, value) => {
  expect(() => decodeJson(value)).toThrow(expect.objectContaining({ code: 'ignore-rules-corrupt' }))
})

test('bytes that are no JSON are refused', () => {
  expect(() => decode(Buffer.from([0xff, 0x00]))).toThrow(/no layers of rules/)
})
