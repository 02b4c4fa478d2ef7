const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'

/** Bytes on one line of a binary patch. */
const lineBytes = 52

/** Bytes as the lines of a git binary patch: how many each holds (`A` is 1, `a` is 27), then five digits for every four. */
export function base85Lines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += lineBytes) {
    const part = bytes.subarray(start, start + lineBytes)
    lines.push(lengthMark(part.length) + digits(part))
  }
  return lines
}

function lengthMark(length: number): string {
  return String.fromCharCode(length <= 26 ? 'A'.charCodeAt(0) + length - 1 : 'a'.charCodeAt(0) + length - 27)
}

function digits(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 4) {
    let word = 0
    for (let next = index; next < index + 4; next += 1) word = word * 256 + (bytes[next] ?? 0)
    let five = ''
    for (let digit = 0; digit < 5; digit += 1) {
      five = (alphabet[word % 85] ?? '') + five
      word = Math.floor(word / 85)
    }
    text += five
  }
  return text
}
