/** Lets one task at a time through, in the order they came. */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve()

  pass<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task)
    this.last = result.catch(() => {})
    return result
  }

  /** Resolves when everything that has come is through. */
  async idle(): Promise<void> {
    await this.last
  }
}
