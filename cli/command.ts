import type { ArgSpec, Parsed } from './args/parse-args.ts'
import { readArgs } from './args/parse-args.ts'
import type { Args, Flags } from './args/flag.ts'
import { heedRemote } from './remote/typed-remote.ts'

/**
 * What every command is. oclif finds, describes and runs these classes like its own, but they do
 * not load it: a run would wait 100 ms for what only help needs.
 */
export abstract class Command {
  static readonly summary: string = ''
  static readonly description: string = ''
  static readonly examples: readonly string[] = []
  static readonly flags: Flags = {}
  static readonly args: Args = {}
  static readonly strict: boolean = true
  /** Left out of help and completion. */
  static readonly hidden: boolean = false

  /** Entry point for oclif and for `cli/run.ts`. Settles when the command is done, or throws. */
  static async run(this: new () => Command, argv: readonly string[] = []): Promise<void> {
    await new this().run(argv)
  }

  /** Does the work. Sets `process.exitCode` only when it is not 0. */
  abstract run(argv: readonly string[]): Promise<void>

  /** Reads a command line by a command's own declarations; where it says which sessions are meant, that holds from now on. @throws UsageError */
  protected parse<F extends Flags>(spec: ArgSpec<F>, argv: readonly string[]): Parsed<F> {
    const parsed = readArgs(argv, spec)
    const { remote } = parsed.flags as { readonly remote?: unknown }
    if (typeof remote === 'string') heedRemote(remote)
    return parsed
  }
}
