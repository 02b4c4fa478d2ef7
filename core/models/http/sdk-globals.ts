/**
 * What the bundler puts in place of the web globals that the SDKs name (esbuild `inject`).
 * Node loads undici at the first touch of any of them: 70 ms of CPU and 10 MB for one request.
 */
export { LeanHeaders as Headers } from './lean-headers.ts'
export { LeanResponse as Response } from './lean-response.ts'

/** The SDKs only ask whether a body is one; ours never is. */
export class FormData {
  append(): never {
    throw new Error('the bundle has no form uploads: sdk-globals.ts replaces FormData')
  }
}
