/** Turns of one run unless told otherwise: far more than work needs, few enough to end a loop. */
export const defaultMaxTurns = 200
