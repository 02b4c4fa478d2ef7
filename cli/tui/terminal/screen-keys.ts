import { PassThrough } from 'node:stream'

/** What one screen reads in place of `process.stdin`. */
export class ScreenKeys extends PassThrough {
  readonly isTTY = true

  constructor(
    /** What ink wants of the terminal: raw while its app hears keys, not while another program has it. */
    private readonly wants: (isRaw: boolean) => void,
  ) {
    super()
  }

  setRawMode(isRaw: boolean): this {
    this.wants(isRaw)
    return this
  }

  /** The process lives as long as its chat. */
  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  /** Takes what nobody has read. */
  unread(): Buffer[] {
    const rest = this.read() as Buffer | string | null
    return rest === null ? [] : [Buffer.from(rest)]
  }
}
