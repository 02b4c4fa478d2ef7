/** What rows read for one answer may be together, bytes: with the one that reaches it the answer ends. */
export const pageBytes = 8 * 1024 * 1024

/** Inputs read for one answer. */
export const mostInputs = 10_000
