import type { Desk } from './desk.ts'
import type { FaceFacts } from './face-facts.ts'

/** Opens the session of a chat and says its first prompt. Who came from another session stays, whatever goes wrong. */
export async function beginChat(
  { follows, prompt }: Pick<FaceFacts, 'follows' | 'prompt'>,
  { client, say }: Pick<Desk, 'client' | 'say'>,
  deliver: (prompt: string) => Promise<unknown>,
): Promise<void> {
  for (const trouble of follows ?? []) say(trouble, 'error')
  try {
    await client.open()
  } catch (error) {
    if (follows === null) throw error
    // The next prompt tries it again.
    if (!client.closed.aborted) client.complaints.tell(error)
  }
  if (prompt !== '') await deliver(prompt)
}
