/** For who types a command of the chat that the command line has not: what does the same there. */
export const plainWays: ReadonlyMap<string, string> = new Map([
  ['effort', 'here it is lightspeed run -m MODEL:EFFORT, or --effort EFFORT; chat takes both'],
  ['exit', inChat('exit')],
  [
    'model',
    'here it is lightspeed run -m MODEL, chat -m MODEL, or config set model MODEL; lightspeed models lists them',
  ],
  ['new', 'here it is lightspeed chat, or run: each begins a new session'],
  ['quit', inChat('quit')],
  ['rename', 'here it is lightspeed sessions rename SESSION NAME'],
  ['resume', 'here it is lightspeed chat -r SESSION, or chat -c for the last one; lightspeed sessions lists them'],
  ['theme', 'here it is lightspeed config set theme NAME, or chat --theme NAME'],
])

function inChat(name: string): string {
  return `/${name} leaves a chat; lightspeed stop ends what a session is doing`
}
