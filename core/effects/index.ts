export { perform } from './perform.ts'
export type { EffectPorts } from './ports.ts'
export type { EffectResult } from './result.ts'
export { openWindow, type Window } from './window.ts'
