const sniffedBytes = 8000
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Whether bytes are no text: a NUL among the first 8000, or not UTF-8. */
export function isBinary(bytes: Uint8Array): boolean {
  if (bytes.subarray(0, sniffedBytes).includes(0)) return true
  try {
    utf8.decode(bytes)
    return false
  } catch {
    return true
  }
}
