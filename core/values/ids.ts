/** Makes two strings of different meaning different types. */
export type Brand<Name extends string> = string & { readonly __brand: Name }

/** Names one session: one event log, one context window. `[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}` */
export type SessionId = Brand<'SessionId'>

/** Names one run inside its session: `r1`, `r2`, ... */
export type RunId = Brand<'RunId'>

/** Names one turn inside its session: `t1`, `t2`, ... */
export type TurnId = Brand<'TurnId'>

/** Names one command of a person inside its session: `s1`, `s2`, ... */
export type ShellId = Brand<'ShellId'>

/** Names one unit of work, derived from state: `<run>/<turn>/model`, `<run>/<turn>/c0`. */
export type OpId = Brand<'OpId'>

/** Names one command, chosen by whoever sends it; a repeated id is the same command. */
export type CommandId = Brand<'CommandId'>

const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/

/** Whether a string from outside may name a session or a command. */
export function isValidId(text: string): boolean {
  return idPattern.test(text)
}
