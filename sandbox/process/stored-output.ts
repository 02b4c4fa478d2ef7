import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { errorMessage } from '../../core/values/errors.ts'

/** Output beyond this leaves memory for a file. */
const memoryBytes = 1024 * 1024

/** Keeps the start of an output, up to a limit, in memory and then in a file without a name. */
export class StoredOutput {
  private chunks: Uint8Array[] = []
  private size = 0
  private file: number | null = null
  private failure: string | null = null

  /** `path` must be free; the file exists there for a moment only. */
  constructor(
    private readonly path: string,
    private readonly limitBytes: number,
  ) {}

  write(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, this.limitBytes - this.size)
    if (kept.byteLength === 0 || this.failure !== null) return
    try {
      this.keep(kept)
      this.size += kept.byteLength
    } catch (error) {
      // A full disk: what came so far is still there, and the command goes on.
      this.failure = errorMessage(error)
    }
  }

  get sizeBytes(): number {
    return this.size
  }

  /** Why less was kept than the limit allows, or null. */
  get stoppedBy(): string | null {
    return this.failure
  }

  bytes(): Uint8Array {
    if (this.file === null) return Buffer.concat(this.chunks)
    const whole = Buffer.allocUnsafe(this.size)
    for (let at = 0; at < this.size;) {
      const length = readSync(this.file, whole, at, this.size - at, at)
      if (length === 0) throw new Error(`the file of a command's output was cut to ${at} of ${this.size} bytes`)
      at += length
    }
    return whole
  }

  /** Gives memory and disk back. */
  close(): void {
    this.chunks = []
    if (this.file !== null) closeSync(this.file)
    this.file = null
  }

  private keep(bytes: Uint8Array): void {
    if (this.file === null && this.size + bytes.byteLength <= memoryBytes) {
      this.chunks.push(new Uint8Array(bytes))
      return
    }
    this.file ??= this.spill()
    writeAll(this.file, bytes, this.size)
  }

  private spill(): number {
    const file = openSync(this.path, 'wx+', 0o600)
    unlinkSync(this.path)
    writeAll(file, Buffer.concat(this.chunks), 0)
    this.chunks = []
    return file
  }
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.byteLength;) at += writeSync(file, bytes, at, bytes.byteLength - at, position + at)
}
