import type { ChatClient } from '../client.ts'
import { hindrance } from '../hindrance.ts'

/** Says once what keeps the server from going on, where nothing is repainted, and once that it goes on. */
export class HindranceLines {
  private said: string | null = null

  /** What is to be said now; null when nothing has changed. */
  next(client: Pick<ChatClient, 'attachment' | 'proposals'>): string | null {
    const now = hindrance(client)
    if (now === this.said) return null
    const wasHindered = this.said !== null
    this.said = now
    if (now !== null) return now
    const isRefused = client.attachment?.trouble?.type === 'refused'
    return wasHindered && !isRefused ? 'the server goes on' : null
  }
}
