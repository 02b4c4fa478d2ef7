import type { BlobStage } from '../../core/ports/tool.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { IgnoreRules } from '../snapshot/ignore-rules.ts'
import { decodeOuterRules } from '../snapshot/outer-rules.ts'

/** Where rules come from that no mount carries. */
export interface CarriedRulesOptions {
  /** Rules that hold around directories whose own are not known; asked for when there is one. Default: none. */
  readonly outer?: () => Promise<IgnoreRules>
}

/** Reads the rules that mounts carry, each once. */
export function openCarriedRules({ outer = async () => [] }: CarriedRulesOptions) {
  const read = new Map<BlobRef, IgnoreRules>()
  let others: Promise<IgnoreRules> | null = null
  return async (ref: BlobRef | undefined, blobs: BlobStage): Promise<IgnoreRules> => {
    if (ref === undefined) return (others ??= outer())
    const rules = read.get(ref) ?? decodeOuterRules(ref, await blobs.get(ref))
    read.set(ref, rules)
    return rules
  }
}
