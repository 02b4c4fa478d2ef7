/** What every flag declares; the shape is oclif's, so that its help and manifest read it. */
interface FlagBase {
  readonly description: string
  readonly char?: string
  readonly aliases?: readonly string[]
  readonly exclusive?: readonly string[]
  readonly helpGroup?: string
  readonly hidden?: boolean
}

/** A flag without a value. */
export interface Toggle extends FlagBase {
  readonly type: 'boolean'
}

/** A flag with a value; `multiple` collects repeats in order. */
export interface Option<T> extends FlagBase {
  readonly type: 'option'
  readonly helpValue: string
  readonly multiple?: boolean
  readonly options?: readonly string[]
  /** For help only: what holds when the flag is absent. */
  readonly default?: string
  /** @throws UsageError */
  readonly read: (text: string, flag: string) => T
}

export type Flag = Toggle | Option<unknown>
export type Flags = Readonly<Record<string, Flag>>

/** A positional argument, for help and for counting. */
export interface Arg {
  readonly description: string
  readonly required?: boolean
}
export type Args = Readonly<Record<string, Arg>>

type OptionValue<F> =
  F extends Option<infer T> ? (F extends { readonly multiple: true } ? readonly T[] : T | null) : never

/** Parsed values: toggles are booleans, absent options null, absent repeated options empty. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Toggle ? boolean : OptionValue<F[Name]>
}

/** Declares a flag without a value. */
export function toggle(spec: Omit<Toggle, 'type'>): Toggle {
  return { type: 'boolean', ...spec }
}

/** Declares a flag whose value is taken as it is. */
export function text(spec: Omit<Option<string>, 'type' | 'read'>): Option<string> {
  return { type: 'option', read: (value) => value, ...spec }
}

/** Declares a flag whose value is read by a function that throws UsageError. */
export function option<T>(read: Option<T>['read'], spec: Omit<Option<T>, 'type' | 'read' | 'multiple'>): Option<T> {
  return { type: 'option', read, ...spec }
}

/** Declares a flag that may be given several times. */
export function repeated<T>(
  read: Option<T>['read'],
  spec: Omit<Option<T>, 'type' | 'read' | 'multiple'>,
): Option<T> & { readonly multiple: true } {
  return { type: 'option', read, multiple: true, ...spec }
}

/** Declares a flag that takes one of a few words. */
export function choice<const Word extends string>(
  options: readonly Word[],
  spec: Omit<Option<Word>, 'type' | 'read' | 'options' | 'helpValue' | 'multiple'>,
): Option<Word> {
  return { type: 'option', helpValue: options.join('|'), options, read: (value) => value as Word, ...spec }
}
