import { LightspeedError } from '../values/errors.ts'

/** A config file says something that cannot be meant. */
export class ConfigError extends LightspeedError {
  readonly code = 'bad-config'
  constructor(
    readonly file: string,
    /** As in `providers.groq.baseURL`. */
    readonly field: string,
    what: string,
  ) {
    super(`${file}: ${field} ${what}`)
  }
}

/** A value in a config file, and where it stands. */
export class ConfigField {
  constructor(
    readonly value: unknown,
    private readonly file: string,
    private readonly path: string,
  ) {}

  fail(what: string): never {
    throw new ConfigError(this.file, this.path, what)
  }

  at(name: string): ConfigField {
    return new ConfigField(this.object()[name], this.file, `${this.path}.${name}`)
  }

  keys(): readonly string[] {
    return Object.keys(this.object())
  }

  only(...names: readonly string[]): void {
    const stranger = this.keys().find((name) => !names.includes(name))
    if (stranger !== undefined) this.fail(`has no "${stranger}"; it knows ${names.join(', ')}`)
  }

  list(): readonly ConfigField[] {
    if (!Array.isArray(this.value)) return this.fail('must be a list')
    return this.value.map((entry, i) => new ConfigField(entry, this.file, `${this.path}[${i}]`))
  }

  optional<T>(parse: (field: ConfigField) => T): T | null {
    return this.value === undefined ? null : parse(this)
  }

  text(pattern: RegExp, meaning: string): string {
    if (typeof this.value === 'string' && pattern.test(this.value)) return this.value
    return this.fail(this.value === undefined ? `is missing; it is ${meaning}` : `must be ${meaning}`)
  }

  number(least: number): number {
    const { value } = this
    if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
    return this.fail(`must be a number of at least ${least}`)
  }

  whole(least: number): number {
    const { value } = this
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
    return this.fail(`must be a whole number of at least ${least}`)
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('must be true or false')
  }

  oneOf<T extends string>(known: readonly T[]): T {
    return known.find((name) => name === this.value) ?? this.fail(`must be one of ${known.join(', ')}`)
  }

  private object(): Readonly<Record<string, unknown>> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      return this.fail('must be an object')
    }
    return this.value as Readonly<Record<string, unknown>>
  }
}
