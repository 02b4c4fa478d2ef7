import type { SandboxStatus } from '../../sandbox/backend.ts'
import type { Config } from '../config/config-file.ts'
import type { KnownProvider } from '../config/list-models.ts'
import type { Check } from './check.ts'
import type { RemoteFacts } from './ask-remote.ts'
import type { StoreFacts } from './inspect-store.ts'

type Found = Omit<Check, 'name'>

/** Oldest major version of Node that is supported. */
const oldestNode = 22

/** Judges the Node that runs this. */
export function judgeNode(version: string): Found {
  const fits = Number.parseInt(version.replace(/^v/, ''), 10) >= oldestNode
  const how = fits ? null : `install Node ${oldestNode} or newer`
  return { level: fits ? 'ok' : 'error', found: version, how, facts: { version } }
}

/** Judges the config file. */
export function judgeConfig({ file, exists, unknownKeys }: Config): Found {
  const [unknown] = unknownKeys
  if (unknown === undefined)
    return { level: 'ok', found: `${file}${exists ? '' : ' (not there, not needed)'}`, how: null }
  return {
    level: 'warning',
    found: `${file}: ${unknownKeys.join(', ')} means nothing`,
    how: `remove ${unknownKeys.join(', ')}`,
  }
}

/** Judges where sessions are kept. */
export function judgeStore(facts: StoreFacts): Found {
  const durable = facts.synchronous === 'FULL' || facts.synchronous === 'EXTRA'
  return {
    level: durable ? 'ok' : 'error',
    found: `${facts.directory} (SQLite ${facts.sqliteVersion}, synchronous ${facts.synchronous}, ${facts.sessions} sessions)`,
    how: durable ? null : 'SQLite did not take synchronous=FULL; reinstall lightspeed',
    facts: { ...facts },
  }
}

/** Judges whether the server that sessions are on can be worked with; null: they are on this machine. */
export function judgeRemote(facts: RemoteFacts | null): Found {
  if (facts === null) return { level: 'ok', found: 'none; sessions are on this machine', how: null }
  const { name, url, version, tenant } = facts
  const found = `sessions are on ${name} (${url}): it answers, lightspeed ${version}, tenant ${tenant}`
  return { level: 'ok', found, how: null, facts: { ...facts } }
}

/** Judges whether commands can be confined. */
export function judgeSandbox(status: SandboxStatus): Found {
  const program = status.program === null ? '' : ` ${status.program.version} (${status.program.path})`
  const missing = status.notEnforced.length === 0 ? '' : `; not enforced: ${status.notEnforced.join(', ')}`
  return {
    level: status.isUsable ? 'ok' : 'warning',
    found: status.isUsable
      ? `${status.backend}${program}, ${status.enforcement} enforcement${missing}`
      : 'commands cannot be run here',
    how: status.how ?? (status.isUsable ? null : 'run with --sandbox none to run them unconfined, as you'),
    facts: { ...status },
  }
}

/** Of sessions on a server: whatever is set here does not count. */
export const serversKeysFound: Found = {
  level: 'ok',
  found: 'the server has its own; whoever runs it sees them with lightspeed model-keys list',
  how: null,
}

/** Judges which providers can be asked; says whether keys are there, never what they are. */
export function judgeKeys(providers: readonly Pick<KnownProvider, 'name' | 'keyEnv' | 'hasKey'>[]): Found {
  const asked = providers.filter(({ keyEnv }) => keyEnv !== null)
  const words = asked.map(({ name, keyEnv, hasKey }) => `${name} ${hasKey ? 'yes' : `no (${keyEnv ?? ''})`}`)
  const some = providers.some(({ hasKey, name }) => hasKey && name !== 'demo')
  return {
    level: some ? 'ok' : 'warning',
    found: words.join(', '),
    how: some
      ? null
      : 'lightspeed auth login, or export ANTHROPIC_API_KEY=... or OPENAI_API_KEY=..., or use -m demo/scripted',
    facts: Object.fromEntries(asked.map(({ name, hasKey }) => [name, hasKey])),
  }
}
