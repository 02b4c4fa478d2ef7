import { confinedHome } from '../../core/values/mount-path.ts'
import { isWithin } from './is-within.ts'

/** Environment variables of this process, as `process.env` has them. */
export type HostEnv = Readonly<Record<string, string | undefined>>

const standardPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Language and time zone: harmless, and programs behave oddly without them. */
const localeNames = ['LANG', 'LC_ALL', 'LC_CTYPE', 'TZ']

/** What an unconfined command keeps of the person's environment. */
const personalNames = [
  ...localeNames,
  'HOME',
  'LOGNAME',
  'PATH',
  'SHELL',
  'TMPDIR',
  'USER',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'XDG_STATE_HOME',
]

/** Environment inside the sandbox, by allow-list; `PATH` keeps the entries that lie in readable directories. */
export function confinedEnv(session: string, host: HostEnv, readable: readonly string[]): Record<string, string> {
  const own = (host['PATH'] ?? '').split(':').filter((entry) => readable.some((root) => isWithin(entry, root)))
  const path = [...new Set([...own, ...standardPath])]
  return { ...pick(host, localeNames), ...marks(session, host), HOME: confinedHome, PATH: path.join(':') }
}

/** Environment of an unconfined command, by allow-list: the person's paths and locale, no secrets. */
export function unconfinedEnv(session: string, host: HostEnv): Record<string, string> {
  return { PATH: standardPath.join(':'), ...pick(host, personalNames), ...marks(session, host) }
}

function marks(session: string, host: HostEnv): Record<string, string> {
  return {
    LANG: host['LANG'] ?? 'C.UTF-8',
    TERM: 'dumb',
    AI_AGENT: 'lightspeed',
    LIGHTSPEED_SESSION: session,
  }
}

function pick(host: HostEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]]])))
}
