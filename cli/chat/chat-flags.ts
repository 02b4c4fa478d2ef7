import { cdFlag, remoteFlag, colorFlag } from '../args/common-flags.ts'
import { choice, toggle, type FlagValues } from '../args/flag.ts'
import { themeNames } from '../tui/theme.ts'
import { runFlags } from '../work/run-flags.ts'

export const plainFlag = toggle({
  description: 'lines only, nothing is repainted: for screen readers and simple terminals; TERM=dumb means it too',
})

export const themeFlag = choice(themeNames, { description: 'colours for a dark or a light terminal, or none' })

/** The flags of `lightspeed chat`. */
export const chatFlags = {
  model: runFlags.model,
  effort: runFlags.effort,
  mount: { ...runFlags.mount, exclusive: ['no-mount'] },
  'no-mount': toggle({
    description: 'give the agent an empty workspace; without this and --mount it sees this directory',
  }),
  cd: cdFlag,
  remote: remoteFlag,
  sandbox: runFlags.sandbox,
  continue: { ...runFlags.continue, exclusive: ['resume', 'session-id'] },
  resume: { ...runFlags.resume, exclusive: ['continue', 'session-id'] },
  'session-id': { ...runFlags['session-id'], exclusive: ['continue', 'resume'] },
  name: runFlags.name,
  'max-turns': runFlags['max-turns'],
  'max-tool-calls': runFlags['max-tool-calls'],
  'max-tokens': runFlags['max-tokens'],
  'max-budget-usd': runFlags['max-budget-usd'],
  timeout: runFlags.timeout,
  plain: plainFlag,
  theme: themeFlag,
  color: colorFlag,
}

/** What the flags of `lightspeed chat` were read as. */
export type ChatFlagValues = FlagValues<typeof chatFlags>
