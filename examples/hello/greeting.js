/** What we say to someone who comes by. */
export function greeting(name) {
  return 'Hello, world!'
}
