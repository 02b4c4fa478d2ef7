import { exitCodes } from '../outcome/outcome.ts'
import { plural } from '../render/quantities.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import type { AppliedMount } from './apply-mounts.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** What was written and what was left alone, a line each. */
export function applyReport(applied: readonly AppliedMount[], dryRun: boolean): readonly string[] {
  const lines = applied.flatMap(({ mount, written, removed, conflicts, needsConsent }) => [
    ...written.map((path) => `${dryRun ? 'would write' : 'wrote'} ${mount.source ?? ''}/${path}`),
    ...removed.map((path) => `${dryRun ? 'would remove' : 'removed'} ${mount.source ?? ''}/${path}`),
    ...conflicts.map(({ path, reason }) => `conflict: ${path} ${reason}; left as it is`),
    ...needsConsent.map(({ path, reason }) => `not written: ${path}: ${reason}; --allow-exec-files writes it`),
  ])
  if (lines.length === 0) return ['nothing to apply']
  const conflicts = applied.flatMap((mount) => mount.conflicts).length
  const advice = conflicts === 0 ? [] : [`${plural(conflicts, 'conflict')} left; ${commandLine('diff')} shows our side`]
  return [...lines.map(sanitizeLine), ...advice]
}

/** 1 when conflicts are left, 4 when only consent is missing. */
export function applyExitCode(applied: readonly AppliedMount[]): number {
  if (applied.some(({ conflicts }) => conflicts.length > 0)) return exitCodes.failed
  return applied.some(({ needsConsent }) => needsConsent.length > 0) ? exitCodes.denied : exitCodes.done
}
