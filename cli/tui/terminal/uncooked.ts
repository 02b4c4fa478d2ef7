/** Enter and Ctrl+D as a raw terminal tells them: one that is not raw keeps a newline, and on Linux a zero byte. */
export function uncooked(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => rawBytes[byte] ?? byte))
}

const rawBytes: Readonly<Record<number, number>> = { 0: 4, 10: 13 }
