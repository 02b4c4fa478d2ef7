import { StringDecoder } from 'node:string_decoder'

/** Cuts bytes into lines; `false` when one is longer than `longest` characters: whoever sends that is not ours. */
export function openLines(longest: number, take: (line: string) => void): (bytes: Uint8Array) => boolean {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return (bytes) => {
    const [first = '', ...others] = decoder
      .write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      .split('\n')
    const lines = [rest + first, ...others]
    rest = lines.pop() ?? ''
    if (rest.length > longest) return false
    for (const line of lines) {
      if (line.length > longest) return false
      if (line !== '') take(line)
    }
    return true
  }
}
