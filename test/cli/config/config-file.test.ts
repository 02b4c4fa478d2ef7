import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../cli/config/config-file.ts'
import { readSettableKey, writeSetting } from '../../../cli/config/write-config.ts'

let directory = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'config-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  directory = made
})
const given = (text: string) => writeFileSync(join(directory, 'config.json'), text)

test('a missing file says nothing', () => {
  expect(readConfig(directory)).toMatchObject({
    exists: false,
    model: null,
    sandbox: null,
    maxTurns: null,
    providers: [],
    keys: null,
  })
})

test('what the file says is read, providers by name', () => {
  const local = { api: 'openai-chat', baseURL: 'http://127.0.0.1:1/v1', models: [{ id: 'tiny', windowTokens: 5 }] }
  given(JSON.stringify({ model: 'local/tiny', sandbox: 'none', maxTurns: 9, providers: { local }, colour: 'red' }))
  const config = readConfig(directory)
  expect(config).toMatchObject({
    exists: true,
    model: 'local/tiny',
    sandbox: 'none',
    maxTurns: 9,
    unknownKeys: ['colour'],
  })
  expect(config.providers).toMatchObject([{ name: 'local', api: 'openai-chat', models: { tiny: { windowTokens: 5 } } }])
})

test('keys are read by action', () => {
  given('{"keys": {"send": "Ctrl+S", "newline": ["enter", "alt+return"], "suspend": null}}')
  expect(readConfig(directory)).toMatchObject({
    keys: { send: ['ctrl+s'], newline: ['enter', 'alt+enter'], suspend: [] },
    unknownKeys: [],
  })
})

test.each([
  ['{', /config\.json: it is not valid JSON/],
  ['[]', /config\.json: it must hold a JSON object/],
  ['{"model": "gpt"}', /config\.json: model must be a name such as/],
  ['{"sandbox": "strict"}', /config\.json: sandbox must be one of auto, none/],
  ['{"maxTurns": 0}', /config\.json: maxTurns must be a whole number of at least 1/],
  ['{"maxTurns": 1.5}', /config\.json: maxTurns must be a whole number of at least 1/],
  ['{"keys": []}', /config\.json: keys must be an object/],
  ['{"keys": {"sned": "ctrl+s"}}', /config\.json: keys has no action "sned"; did you mean send\?/],
  ['{"keys": {"send": "ctrl+entr"}}', /config\.json: keys\.send is "ctrl\+entr", .*did you mean enter\?/],
  ['{"providers": []}', /config\.json: providers must be an object/],
  ['{"providers": {"x": 1}}', /config\.json: providers\.x must be an object/],
  ['{"providers": {"x": {"api": "soap"}}}', /config\.json: .*api must be one of/],
])('%s is refused with a message that names file and key', (text, message) => {
  given(text)
  expect(() => readConfig(directory)).toThrow(
    expect.objectContaining({ code: 'bad-config', message: expect.stringMatching(message) }),
  )
})

test('setting a key keeps the others, and the file is private', () => {
  given('{"maxTurns": 5, "mine": {"kept": true}}')
  writeSetting(directory, 'model', 'demo/scripted')
  writeSetting(directory, 'maxTurns', null)
  const file = join(directory, 'config.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ mine: { kept: true }, model: 'demo/scripted' })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a value that would not be valid changes nothing', () => {
  given('{"maxTurns": 5}')
  expect(() => writeSetting(directory, 'maxTurns', 'many')).toThrow(/maxTurns/)
  expect(readConfig(directory).maxTurns).toBe(5)
})

test('only single values can be set', () => {
  expect(readSettableKey('sandbox')).toBe('sandbox')
  expect(() => readSettableKey('providers')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('a bell is true, false or a number of seconds, and whatever else it is said to be names all three', () => {
  for (const bell of [true, false, 0, 90]) {
    given(JSON.stringify({ bell }))
    expect(readConfig(directory).bell).toBe(bell)
  }
  given(JSON.stringify({ bell: 'x' }))
  expect(() => readConfig(directory)).toThrow(/bell must be true, false or a number of seconds$/)
})
