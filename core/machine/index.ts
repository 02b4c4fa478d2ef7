export { advance, type Advanced } from './advance.ts'
export type { Command } from './commands.ts'
export { decide } from './decide.ts'
export type { Event, EventKind } from './events.ts'
export { evolve } from './evolve.ts'
export type {
  CompactIntent,
  GenerateIntent,
  Intent,
  Plan,
  RunToolIntent,
  SettleReason,
  SettleToolIntent,
  StopToolIntent,
} from './intents.ts'
export { plan } from './plan.ts'
export { initialState, stateVersion, type State } from './state.ts'
