/** Where the running program is. */
export interface Program {
  /** Directory that holds `commands/`. */
  readonly directory: string
  /** `.js` when bundled, `.ts` from the sources. */
  readonly extension: string
}
