/** A file that breaks one rule, and the rule that must say so. */
export interface Breach {
  /** Name of the rule, or for the compiler the words of its error. */
  readonly rule: string
  /** Path from the root of the repository; planted there. */
  readonly file: string
  readonly code: string
}
