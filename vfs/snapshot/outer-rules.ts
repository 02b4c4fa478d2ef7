import ignore from 'ignore'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { LightspeedError } from '../../core/values/errors.ts'
import { addOuterRules, type IgnoreRules } from './ignore-rules.ts'

/** Rules of one file around a mounted directory. */
export interface OuterLayer {
  /** The path from where the rules hold to the mounted directory, with a final slash; `` where that is the same. */
  readonly above: string
  readonly text: string
}

/** A mount carries no more than this of the rules around it: they are read before each command's changes are taken in. */
export const outerRulesBytes = 256 * 1024

/** What should hold rules holds none: it was made elsewhere. */
class OuterRulesError extends LightspeedError {
  readonly code = 'ignore-rules-corrupt'
  constructor(ref: BlobRef, problem: string) {
    super(`the ignore rules of a mount (${ref}) cannot be used: ${problem}`)
  }
}

/** Layers as a mount carries them, those of the outermost directory first. */
export function encodeOuterRules(layers: readonly OuterLayer[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ layers: layers.map(({ above, text }) => ({ above, text })) }))
}

/** What a mount carries, as rules; it may come from anyone. @throws OuterRulesError */
export function decodeOuterRules(ref: BlobRef, bytes: Uint8Array): IgnoreRules {
  if (bytes.byteLength > outerRulesBytes)
    throw new OuterRulesError(ref, `they are longer than ${outerRulesBytes} bytes`)
  const layers = parse(bytes)
  if (layers === null) throw new OuterRulesError(ref, 'they are no layers of rules')
  return toRules(layers)
}

/** Layers as rules. */
export function toRules(layers: readonly OuterLayer[]): IgnoreRules {
  return layers.reduce<IgnoreRules>((rules, { above, text }) => addOuterRules(rules, above, text), [])
}

function parse(bytes: Uint8Array): readonly OuterLayer[] | null {
  try {
    const { layers } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly layers: unknown }
    return Array.isArray(layers) && layers.every(isLayer) ? layers : null
  } catch {
    return null
  }
}

function isLayer(value: unknown): value is OuterLayer {
  if (typeof value !== 'object' || value === null || !('above' in value) || !('text' in value)) return false
  const { above, text } = value
  return typeof text === 'string' && typeof above === 'string' && (above === '' || isAbove(above))
}

/** `ignore` throws where it is asked about a path that is none below its rules. */
function isAbove(above: string): boolean {
  return above.endsWith('/') && ignore.isPathValid(above)
}
