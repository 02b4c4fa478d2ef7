import type { IncomingMessage } from 'node:http'
import { LeanHeaders } from './lean-headers.ts'

/** Bytes of an answer as they come; leaving the loop early closes or drains the connection. */
export type LeanBody = AsyncIterable<Uint8Array>

/** The part of `Response` that the SDKs use. */
export class LeanResponse {
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly headers: LeanHeaders

  constructor(
    readonly url: string,
    message: IncomingMessage,
    readonly body: LeanBody,
  ) {
    this.status = message.statusCode ?? 0
    this.statusText = message.statusMessage ?? ''
    this.ok = this.status >= 200 && this.status < 300
    this.headers = new LeanHeaders(message.headersDistinct)
  }

  async text(): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this.body) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }
}
