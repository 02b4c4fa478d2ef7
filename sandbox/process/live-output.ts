import { StringDecoder } from 'node:string_decoder'

const everyMs = 50

/** Most that is passed on at a time; of more, the newest. */
const burstBytes = 16 * 1024

/** Passes output on as text while a command runs: at most every 50 ms, and not all of a flood. */
export class LiveOutput {
  private decoder = new StringDecoder('utf8')
  private pending: Uint8Array[] = []
  private pendingBytes = 0
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly onOutput: (text: string) => void) {}

  /** The bytes are copied. */
  write(bytes: Uint8Array): void {
    const newest = new Uint8Array(bytes.subarray(Math.max(0, bytes.byteLength - burstBytes)))
    if (newest.byteLength < bytes.byteLength) this.skip()
    this.pending.push(newest)
    this.pendingBytes += newest.byteLength
    while (this.pendingBytes > 2 * burstBytes) this.dropOldest()
    this.timer ??= setTimeout(() => this.flush(), everyMs)
  }

  /** Passes on what is left. */
  end(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.flush()
  }

  private flush(): void {
    this.timer = null
    if (this.pending.length === 0) return
    const text = this.decoder.write(Buffer.concat(this.pending))
    this.pending = []
    this.pendingBytes = 0
    if (text !== '') this.onOutput(text)
  }

  /** What follows does not continue what was passed on. */
  private skip(): void {
    this.decoder = new StringDecoder('utf8')
    this.pending = []
    this.pendingBytes = 0
  }

  private dropOldest(): void {
    this.decoder = new StringDecoder('utf8')
    this.pendingBytes -= this.pending.shift()?.byteLength ?? 0
  }
}
