import { isAbsolute } from 'node:path'
import { sanitizeLine } from '../../render/sanitize.ts'
import { isObject } from '../../../core/values/is-object.ts'
import type { Atom, Image, ImageMediaType } from './atom.ts'
import { cleanText } from './clean-text.ts'
import { contentOf, draftOf, type Draft, type Moment } from './draft.ts'
import type { Content } from './rope.ts'

/** A draft as it is stored: JSON, texts and atoms in order. */
export type Parts = readonly Content[]

/** What is stored of a draft. */
export function draftParts(draft: Moment): Parts {
  return contentOf(draft)
}

/** The draft that was stored, its cursor at the end. */
export function draftFromParts(parts: Parts): Draft {
  return draftOf(parts)
}

/** Checks what a file holds; null when it is no draft. */
export function parseParts(value: unknown): Parts | null {
  if (!Array.isArray(value)) return null
  const parts = value.map((part: unknown) => (typeof part === 'string' ? cleanText(part) : parseAtom(part)))
  return parts.every((part) => part !== null) ? parts : null
}

function parseAtom(value: unknown): Atom | null {
  if (!isObject(value) || typeof value['label'] !== 'string') return null
  const label = sanitizeLine(value['label'])
  if (typeof value['paste'] === 'string') return { label, paste: cleanText(value['paste']) }
  const image = parseImage(value['image'])
  return image && { label, image }
}

function parseImage(value: unknown): Image | null {
  if (!isObject(value)) return null
  const { path, name, mediaType, sizeBytes } = value
  if (typeof path !== 'string' || !isAbsolute(path) || typeof name !== 'string') return null
  if (!isMediaType(mediaType) || typeof sizeBytes !== 'number') return null
  return { path, name, mediaType, sizeBytes }
}

function isMediaType(value: unknown): value is ImageMediaType {
  return value === 'image/png' || value === 'image/jpeg' || value === 'image/gif' || value === 'image/webp'
}
