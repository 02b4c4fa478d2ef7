import { expect, test } from 'vitest'
import { choice, option, repeated, text, toggle } from '../../../cli/args/flag.ts'
import { readArgs } from '../../../cli/args/parse-args.ts'
import { readCount } from '../../../cli/args/quantities.ts'

const spec = {
  flags: {
    model: text({ char: 'm', helpValue: 'MODEL', description: 'model' }),
    cd: text({ char: 'C', aliases: ['cwd'], helpValue: 'DIR', description: 'directory' }),
    json: toggle({ description: 'json' }),
    continue: toggle({ char: 'c', exclusive: ['resume'], description: 'continue' }),
    resume: text({ char: 'r', helpValue: 'ID', description: 'resume' }),
    'max-turns': option(readCount, { helpValue: 'N', description: 'turns' }),
    mount: repeated((value) => value, { helpValue: 'DIR', description: 'mount' }),
    color: choice(['auto', 'never'], { description: 'color' }),
  },
  args: { session: { description: 'which session' } },
  strict: true,
}
const read = (...argv: string[]) => readArgs(argv, spec)

test('flags are read by long name, short name, alias and equals sign, in any order', () => {
  const { flags, rest } = read(
    '-m',
    'a/b',
    'abc',
    '--cwd=/tmp',
    '--json',
    '--mount',
    'x',
    '--mount=y',
    '--max-turns',
    '3',
  )
  expect(flags).toEqual({
    model: 'a/b',
    cd: '/tmp',
    json: true,
    continue: false,
    resume: null,
    'max-turns': 3,
    mount: ['x', 'y'],
    color: null,
  })
  expect(rest).toEqual(['abc'])
})

test('short toggles may be grouped and end with an option', () => {
  expect(read('-cm', 'a/b').flags).toMatchObject({ continue: true, model: 'a/b' })
})

test('what follows -- is never a flag, and - alone is a word', () => {
  expect(readArgs(['a', '--', '--json', '-'], { ...spec, strict: false })).toMatchObject({
    flags: { json: false },
    rest: ['a', '--json', '-'],
    behind: ['--json', '-'],
  })
})

test.each([
  [['--modle', 'x'], 'unknown flag --modle; did you mean --model?'],
  [['--zzzzzz'], 'unknown flag --zzzzzz; see --help'],
  [['-x'], 'unknown flag -x; see --help'],
  [['--model'], '--model needs a value: --model MODEL'],
  [['--model', '--json'], '--model needs a value: --model MODEL'],
  [['--json=yes'], '--json takes no value'],
  [['--model', 'a', '-m', 'b'], '--model is given 2 times; give it once'],
  [['--color', 'pink'], '--color pink: must be one of auto, never'],
  [['--max-turns', '0'], '--max-turns 0: must be a whole number of at least 1'],
  [['-c', '-r', 'x'], '--continue and --resume cannot be used together'],
  [['a', 'b'], 'unexpected argument b; see --help'],
])('%j is refused with one line that says what to do', (argv, message) => {
  expect(() => read(...argv)).toThrow(expect.objectContaining({ code: 'usage', message }))
})

test('a required argument that is missing is named', () => {
  const required = { ...spec, args: { session: { description: 'which session', required: true } } }
  expect(() => readArgs([], required)).toThrow('missing SESSION: which session')
})
