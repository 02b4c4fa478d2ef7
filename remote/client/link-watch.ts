/** A stream that is lost is opened again at once, where that can be; for so long nobody hears of it, ms. */
const graceMs = 3_000

/** Of so many signs of life that are due, one has come as long as the gateway is there. */
const signs = 3

/** Tells whether a gateway is heard, by the signs of life of one stream. */
export class LinkWatch {
  isHere = true
  #isLost = false
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly changed: (isHere: boolean) => void) {}

  /** A sign of life came; the next one is due within `everyMs`. */
  heard(everyMs: number): void {
    this.#isLost = false
    this.#expect(everyMs * signs)
    this.#tell(true)
  }

  /** There is no stream now; another one is on its way. */
  lost(): void {
    // Each attempt that fails says so again.
    if (!this.#isLost) this.#expect(graceMs)
    this.#isLost = true
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #expect(withinMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(false), withinMs)
    this.#timer.unref()
  }

  #tell(isHere: boolean): void {
    if (isHere === this.isHere) return
    this.isHere = isHere
    this.changed(isHere)
  }
}
