import type { ClientOptions } from './client-options.ts'
import { limitsOf } from './client-options.ts'

/** Sends a body and answers with the parsed events of its stream. */
export type Poster = (
  path: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<AsyncIterable<unknown>>

/**
 * POST through OpenAI's SDK, which is loaded by the first call. The body is serialised here, so that
 * what is sent is byte for byte what `requestBody` says.
 */
export function openAiPoster(options: ClientOptions): Poster {
  let client: ReturnType<typeof openClient> | null = null
  return async (path, body, signal) => {
    client ??= openClient(options)
    const headers = { 'content-type': 'application/json' }
    return (await client).post<AsyncIterable<unknown>>(path, {
      body: JSON.stringify(body),
      stream: true,
      signal,
      headers,
    })
  }
}

async function openClient(options: ClientOptions) {
  const { OpenAI } = await import('openai')
  const elsewhere = options.baseURL === undefined ? {} : { baseURL: options.baseURL, organization: null, project: null }
  return new OpenAI({
    // The SDK insists on a key; the header that would carry a made-up one is taken away.
    apiKey: options.apiKey ?? 'none',
    adminAPIKey: null,
    ...elsewhere,
    defaultHeaders: { ...(options.apiKey === null ? { authorization: null } : {}), ...options.headers },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    maxRetries: 0,
    timeout: limitsOf(options).totalTimeoutMs,
    logLevel: 'off',
  })
}
