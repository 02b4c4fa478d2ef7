import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Image } from './atom.ts'
import { checkImage, type ImageFiles } from './check-image.ts'

/** Where paths begin. */
export interface ImagePlaces {
  readonly cwd: string
  readonly home: string
}

/** What a paste or drop turned out to be: images, a file that cannot be attached, or just text. */
export type FoundImages = { readonly images: readonly Image[] } | { readonly mistake: string } | null

/** Longer texts are no list of paths. */
const pathUnits = 8192

/** The images that a pasted text names; null unless every word of it is the path of a file that exists. */
export function findImages(text: string, places: ImagePlaces, files: ImageFiles): FoundImages {
  const paths = imagePaths(text, places)
  if (paths === null) return null
  const images: Image[] = []
  for (const path of paths) {
    const image = checkImage(path, files)
    if (image === null) return null
    if ('mistake' in image) return image
    images.push(image)
  }
  return { images }
}

/** Absolute paths of image names in a text: quoted, escaped, file URLs, or plain; null when it is anything else. */
export function imagePaths(text: string, places: ImagePlaces): readonly string[] | null {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > pathUnits) return null
  const words = splitWords(trimmed)
  const paths = words?.map((word) => toPath(word, places))
  if (paths?.every((path) => path !== null && hasImageName(path))) return paths.filter((path) => path !== null)
  // Some terminals drop a path with blanks as it is.
  const whole = trimmed.includes('\n') ? null : toPath(trimmed, places)
  return whole !== null && /^(?:\/|~\/|file:)/.test(trimmed) && hasImageName(whole) ? [whole] : null
}

function hasImageName(path: string): boolean {
  return /\.(?:png|jpe?g|gif|webp)$/i.test(path)
}

/** Words as a shell reads them; null where quotes do not close. */
function splitWords(text: string): readonly string[] | null {
  const word = /'[^']*'|"(?:\\.|[^"\\])*"|\\[^\n]|[^\s'"\\]+/gy
  const words: string[] = []
  let current: string | null = null
  for (let at = 0; at < text.length;) {
    word.lastIndex = at
    const match = word.exec(text)?.[0]
    if (match !== undefined) {
      current = (current ?? '') + unquote(match)
      at += match.length
    } else if (/\s/.test(text[at] ?? '')) {
      if (current !== null) words.push(current)
      current = null
      at += 1
    } else return null
  }
  return current === null ? words : [...words, current]
}

function unquote(word: string): string {
  if (word.startsWith("'")) return word.slice(1, -1)
  if (word.startsWith('"')) return word.slice(1, -1).replace(/\\(["\\$`])/g, '$1')
  return word.startsWith('\\') ? word.slice(1) : word
}

function toPath(word: string, { cwd, home }: ImagePlaces): string | null {
  if (word.includes('\0')) return null
  if (word.startsWith('~/')) return join(home, word.slice(2))
  if (!word.startsWith('file:')) return resolve(cwd, word)
  try {
    return fileURLToPath(word)
  } catch {
    return null
  }
}
