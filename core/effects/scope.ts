import type { SessionConfig } from '../machine/session/state.ts'
import type { State } from '../machine/state.ts'
import type { SessionId } from '../values/ids.ts'
import type { Meter } from './meter.ts'
import type { EffectPorts } from './ports.ts'
import type { Window } from './window.ts'

/** A session that was created: only such a one wants work. */
export type CreatedState = State & { readonly session: SessionConfig }

/** What one effect works on and with. */
export interface EffectScope {
  readonly session: SessionId
  /** As it was when the effect was started. */
  readonly state: CreatedState
  readonly window: Window
  readonly ports: EffectPorts
  readonly signal: AbortSignal
  /** Of what its model calls take. */
  readonly meter: Meter
  /** Hears why the effect waits for what it has to read, and null when it no longer does. */
  readonly hindered?: (hindrance: Error | null) => void
}
