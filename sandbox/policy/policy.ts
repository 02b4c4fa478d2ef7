/** Bounds of one command. */
export interface SandboxLimits {
  /** Wall clock when the model asks for none, ms. */
  readonly timeoutMs: number
  /** Longest that the model may ask for, ms. */
  readonly maxTimeoutMs: number
  /** Between asking the processes to end and ending them, ms. */
  readonly graceMs: number
  /** Output shown to the model: head and tail together, bytes. */
  readonly outputBytes: number
  /** Output kept for reading later: from its start, bytes. */
  readonly storedBytes: number
}

/** What a command may see and do. Whatever is not listed is not there. */
export interface SandboxPolicy {
  /** Absolute paths of this machine, shown read-only at the same path; missing ones are left out. */
  readonly readable: readonly string[]
  /** Absolute directories of this machine that may be written, beside the workspace. */
  readonly writable: readonly string[]
  /** `none`: only the command's own loopback; `host`: the network as this machine has it. */
  readonly network: 'none' | 'host'
  /** The whole environment of a command. */
  readonly env: Readonly<Record<string, string>>
  readonly limits: SandboxLimits
}

/** The limits unless a person sets others. */
export const defaultLimits: SandboxLimits = {
  timeoutMs: 120_000,
  maxTimeoutMs: 600_000,
  graceMs: 1_000,
  outputBytes: 30_000,
  storedBytes: 50_000_000,
}
