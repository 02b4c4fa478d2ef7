/** How long a hint stays, and the second Ctrl+C counts, ms. */
const hintMs = 2_000

/** A word under the input for a moment. Some tell that the same key once more leaves, which holds as long as they are there. */
export class Hint {
  /** In wordings for narrower and narrower terminals; none while there is no hint. */
  wordings: readonly string[] = []
  private isLeaving = false
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly changed: () => void) {}

  /** Whether the person was told that the same key once more leaves, and pressed no other one since. */
  get leaves(): boolean {
    return this.isLeaving
  }

  say(...wordings: readonly string[]): void {
    this.show(wordings, false)
  }

  sayLeaving(...wordings: readonly string[]): void {
    this.show(wordings, true)
  }

  /** Another key was pressed. */
  calm(): void {
    if (this.isLeaving) this.clear()
  }

  private show(wordings: readonly string[], isLeaving: boolean): void {
    clearTimeout(this.timer)
    this.wordings = wordings
    this.isLeaving = isLeaving
    this.timer = setTimeout(() => this.clear(), hintMs)
    this.changed()
  }

  private clear(): void {
    clearTimeout(this.timer)
    this.wordings = []
    this.isLeaving = false
    this.changed()
  }
}
