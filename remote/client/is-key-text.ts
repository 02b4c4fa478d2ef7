/** Whether a text can be an API key: one word that a header can carry. */
export function isKeyText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}
