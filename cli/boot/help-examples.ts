/** Examples below the help of topics, by their word; '' is the help of everything. Commands have theirs of their own. */
const examples: Readonly<Record<string, readonly string[]>> = {
  '': [
    'lightspeed',
    'lightspeed chat "explain src/date.ts"',
    'lightspeed run --mount . "fix the failing test"',
    'git diff | lightspeed run "review this"',
    'lightspeed diff && lightspeed apply',
    'lightspeed auth login',
  ],
  auth: ['lightspeed auth login', 'lightspeed auth status', 'lightspeed auth logout openai'],
  dev: [
    'lightspeed dev up',
    'lightspeed chat --remote dev',
    'lightspeed dev status',
    'eval "$(lightspeed dev env)"',
    'lightspeed dev down',
  ],
  keys: ['lightspeed keys create laptop', 'lightspeed keys list', 'lightspeed keys revoke 8f3k2m9xq1'],
  'model-keys': [
    'printf %s "$KEY" | lightspeed model-keys put anthropic --tenant acme',
    'lightspeed model-keys list --tenant acme',
  ],
}

/** The part of a help page with examples, as oclif writes it for commands; empty where it has written them, or there are none. */
export function helpExamples(argv: readonly string[]): string {
  const words = argv.filter((word) => !word.startsWith('-'))
  const lines = argv.includes('--help') && words.length < 2 ? (examples[words[0] ?? ''] ?? []) : []
  return lines.length === 0 ? '' : `EXAMPLES\n${lines.map((line) => `  $ ${line}\n`).join('\n')}\n`
}
