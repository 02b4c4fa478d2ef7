/** Keeps the start and the end of a stream of bytes in a fixed amount of memory. */
export class HeadTail {
  private readonly first: Uint8Array
  private readonly ring: Uint8Array
  private total = 0

  /** Up to `limitBytes` are kept whole; of more, half at each end. */
  constructor(private readonly limitBytes: number) {
    this.first = new Uint8Array(limitBytes)
    this.ring = new Uint8Array(Math.floor(limitBytes / 2))
  }

  write(bytes: Uint8Array): void {
    if (this.total < this.limitBytes) this.first.set(bytes.subarray(0, this.limitBytes - this.total), this.total)
    this.writeRing(bytes)
    this.total += bytes.byteLength
  }

  get totalBytes(): number {
    return this.total
  }

  /** Everything, or null when there was more than the limit. */
  whole(): Uint8Array | null {
    return this.total <= this.limitBytes ? this.first.subarray(0, this.total) : null
  }

  /** The first and the last half of the limit. */
  ends(): { readonly head: Uint8Array; readonly tail: Uint8Array } {
    const { ring } = this
    const at = this.total % ring.byteLength
    const tail = new Uint8Array(ring.byteLength)
    tail.set(ring.subarray(at))
    tail.set(ring.subarray(0, at), ring.byteLength - at)
    return { head: this.first.subarray(0, ring.byteLength), tail }
  }

  /** Byte `n` of the stream lies at `n` modulo the ring's size. */
  private writeRing(bytes: Uint8Array): void {
    const size = this.ring.byteLength
    const kept = bytes.subarray(Math.max(0, bytes.byteLength - size))
    const at = (this.total + bytes.byteLength - kept.byteLength) % size
    const fits = Math.min(kept.byteLength, size - at)
    this.ring.set(kept.subarray(0, fits), at)
    this.ring.set(kept.subarray(fits), 0)
  }
}
