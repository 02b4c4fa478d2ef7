import type { Input } from './keys/read-input.ts'

/** A question that one key answers; while it is open it hears all keys. */
export class Question {
  /** Null while nothing is asked. */
  text: string | null = null
  private keys: readonly string[] = []
  private answered: (key: string | null) => void = () => undefined

  constructor(private readonly changed: () => void) {}

  /** Null when the person left it, or when another question came. */
  ask(text: string, keys: readonly string[]): Promise<string | null> {
    this.answered(null)
    this.text = text
    this.keys = keys
    this.changed()
    return new Promise((resolve) => (this.answered = resolve))
  }

  hear(input: Input): void {
    const key = input.kind === 'text' ? input.text.slice(0, 1).toLowerCase() : null
    if (key !== null && this.keys.includes(key)) return this.settle(key)
    if (input.kind === 'key' && (input.key === 'escape' || input.key === 'ctrl+c')) this.settle(null)
  }

  /** Leaves it without an answer. */
  dismiss(): void {
    if (this.text !== null) this.settle(null)
  }

  private settle(key: string | null): void {
    this.text = null
    this.answered(key)
    this.changed()
  }
}
