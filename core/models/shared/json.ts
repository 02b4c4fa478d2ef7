import type { ModelError } from '../../ports/model.ts'
import { failure } from './failure.ts'

/** An object as a provider sends it: nothing about it is known yet. */
export type Json = { readonly [key: string]: unknown }

/** Whether a value is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object at a place of the stream. @throws ModelError `malformed-response` */
export function jsonAt(value: unknown, place: string): Json {
  if (isJson(value)) return value
  throw malformed(`${place} is not an object`)
}

/** The text at a place of the stream. @throws ModelError `malformed-response` */
export function textAt(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw malformed(`${place} is not a string`)
}

/** The position at a place of the stream. @throws ModelError `malformed-response` */
export function indexAt(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw malformed(`${place} is not an index`)
}

/** The objects of a list; anything else in it, and anything that is no list, is left out. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** A string, or nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A count of tokens; what is missing or absurd counts 0. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0
}

/** The object that a text holds, or null. */
export function parseJson(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : null
  } catch {
    return null
  }
}

/** A stream that does not say what its format promises. */
export function malformed(detail: string): ModelError {
  return failure('malformed-response', `the provider sent something that is not its format: ${detail}`)
}
