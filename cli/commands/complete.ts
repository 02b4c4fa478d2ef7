import { setTimeout as wait } from 'node:timers/promises'
import { remoteFlag } from '../args/common-flags.ts'
import { Command } from '../command.ts'
import {
  candidateLines,
  modelCandidates,
  remoteCandidates,
  sessionCandidates,
  type Candidate,
} from '../completion/complete.ts'
import { loadConfig, withStore } from '../open-store.ts'
import { print } from '../render/print.ts'

/** Sessions offered; more than anyone reads. */
const offered = 200

/** How long a person's Tab may be held up by a server, ms. */
const patienceMs = 3_000

/** `lightspeed complete`: what the completion scripts ask while a person waits, so it loads next to nothing. */
export default class Complete extends Command {
  static override readonly summary = 'Print words that a shell may complete to'
  static override readonly hidden = true
  static override readonly flags = { remote: remoteFlag }
  static override readonly args = {
    what: { description: 'sessions, models, providers or remotes', required: true },
    typed: { description: 'what is written of the word' },
  }

  override async run(argv: readonly string[]): Promise<void> {
    const [what = '', typed = ''] = this.parse(Complete, argv).rest
    // A shell has nowhere to put an error: there is nothing to complete then.
    const found = await Promise.race([candidates(what, typed).catch(() => []), wait(patienceMs, null, { ref: false })])
    if (found !== null) print(candidateLines(found))
    // What is still asked for would keep the process, and the shell.
    else process.exit()
  }
}

async function candidates(what: string, typed: string): Promise<readonly Candidate[]> {
  if (what === 'sessions')
    return withStore(async (store) => sessionCandidates(await store.sessions.list({ limit: offered })))
  if (what === 'remotes') return remoteCandidates(loadConfig().remotes)
  const { allProviders } = await import('../../core/models/providers.ts')
  const providers = allProviders(loadConfig().providers)
  if (what === 'providers')
    return providers.filter(({ keyEnv }) => keyEnv !== null).map(({ name }) => ({ word: name, about: '' }))
  return what === 'models' ? modelCandidates(providers, typed) : []
}
