import type { ClientBase } from 'pg'

/**
 * Breaks a connection at once; what waits for an answer over it fails. The driver's own `end` says goodbye, and waits for
 * a server that may be hung, or behind a network that swallows everything.
 */
export function hangUp(client: ClientBase): void {
  // The pool of the driver does the same; its types do not say that there is a stream.
  const { connection } = client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
  connection.stream.destroy()
}
