import { parseArgs } from 'node:util'
import { nearest } from '../../core/values/nearest.ts'
import { UsageError } from '../errors.ts'
import type { Args, Flag, Flags, FlagValues } from './flag.ts'

/** What a command line says. */
export interface Parsed<F extends Flags> {
  readonly flags: FlagValues<F>
  /** The positionals, those behind `--` included. */
  readonly rest: readonly string[]
  /** Only those behind `--`. */
  readonly behind: readonly string[]
}

/** What a command accepts. Not `strict`: any number of positionals. */
export interface ArgSpec<F extends Flags> {
  readonly flags: F
  readonly args: Args
  readonly strict: boolean
}

/**
 * Reads a command line. oclif's own parser costs some 50 ms to load, a third of the way to the
 * first request, so this one stands on `node:util` and reads the same declarations.
 * @throws UsageError in one line, with the flag that was probably meant
 */
export function readArgs<F extends Flags>(argv: readonly string[], spec: ArgSpec<F>): Parsed<F> {
  const known = knownNames(spec.flags)
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries([...known].map(([word, { flag }]) => [word, nodeOption(flag, word)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  const rest: string[] = []
  let dashes = Number.POSITIVE_INFINITY
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value)
    if (token.kind === 'option-terminator') dashes = rest.length
    if (token.kind !== 'option') continue
    const match = known.get(token.name)
    if (!match) throw unknownFlag(token.rawName, [...known.keys()])
    const values = given.get(match.name) ?? []
    given.set(match.name, [...values, flagText(match.flag, token)])
  }
  const flags = Object.fromEntries(
    Object.entries(spec.flags).map(([name, flag]) => [name, flagValue(name, flag, given.get(name) ?? [])]),
  )
  checkExclusive(spec.flags, given)
  checkRest(rest, spec)
  return { flags: flags as FlagValues<F>, rest, behind: rest.slice(dashes) }
}

interface Known {
  readonly name: string
  readonly flag: Flag
}

function knownNames(flags: Flags): ReadonlyMap<string, Known> {
  return new Map(
    Object.entries(flags).flatMap(([name, flag]) => [
      [name, { name, flag }] as const,
      ...(flag.aliases ?? []).map((alias) => [alias, { name, flag }] as const),
      ...(flag.char === undefined ? [] : [[flag.char, { name, flag }] as const]),
    ]),
  )
}

function nodeOption(flag: Flag, word: string): { type: 'string' | 'boolean'; multiple: true; short?: string } {
  const type = flag.type === 'boolean' ? 'boolean' : 'string'
  return { type, multiple: true, ...(word.length === 1 && { short: word }) }
}

function unknownFlag(typed: string, known: readonly string[]): UsageError {
  const word = typed.replace(/^-+/, '')
  const near = nearest(
    word,
    known.filter((candidate) => candidate.length > 1),
  )
  // Of short words nearly any other is near.
  const meant = near !== null && (word.length > 4 || near.startsWith(word.slice(0, 1))) ? near : null
  return new UsageError(`unknown flag ${typed}; ${meant ? `did you mean --${meant}?` : 'see --help'}`)
}

interface OptionToken {
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function flagText(flag: Flag, { rawName: typed, value, inlineValue }: OptionToken): string {
  if (flag.type === 'boolean') {
    if (value !== undefined) throw new UsageError(`${typed} takes no value`)
    return ''
  }
  const isNextFlag = value !== undefined && !inlineValue && value.startsWith('-') && value !== '-'
  if (value === undefined || isNextFlag) throw new UsageError(`${typed} needs a value: ${typed} ${flag.helpValue}`)
  if (flag.options && !flag.options.includes(value)) {
    throw new UsageError(`${typed} ${value}: must be one of ${flag.options.join(', ')}`)
  }
  return value
}

function flagValue(name: string, flag: Flag, texts: readonly string[]): unknown {
  if (flag.type === 'boolean') return texts.length > 0
  const values = texts.map((value) => flag.read(value, `--${name}`))
  if (flag.multiple) return values
  if (values.length > 1) throw new UsageError(`--${name} is given ${values.length} times; give it once`)
  return values[0] ?? null
}

function checkExclusive(flags: Flags, given: ReadonlyMap<string, unknown>): void {
  for (const name of given.keys()) {
    const other = flags[name]?.exclusive?.find((candidate) => given.has(candidate))
    if (other) throw new UsageError(`--${name} and --${other} cannot be used together`)
  }
}

function checkRest(rest: readonly string[], spec: ArgSpec<Flags>): void {
  const names = Object.entries(spec.args)
  const missing = names.filter(([, arg]) => arg.required)[rest.length]
  if (missing) throw new UsageError(`missing ${missing[0].toUpperCase()}: ${missing[1].description}`)
  const extra = rest[names.length]
  if (spec.strict && extra !== undefined) throw new UsageError(`unexpected argument ${extra}; see --help`)
}
