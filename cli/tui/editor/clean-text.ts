const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g

/**
 * Text as a draft holds it and as it is sent: LF ends lines, ESC is shown, other control bytes are
 * gone and lone surrogates replaced. Direction marks stay, they belong to right-to-left text; they
 * are made visible where the draft is drawn.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(controls, '').replaceAll('\u001b', '\u241b')
}
