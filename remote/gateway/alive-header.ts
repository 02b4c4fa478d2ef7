/** With which a gateway says how often a stream shows that it lives, ms. */
export const aliveHeader = 'Lightspeed-Alive'

/** How often that is unless the client asks for more, ms. */
export const usualAliveMs = 15_000

/** How often at most, ms. */
export const shortestAliveMs = 1_000
