import { readdirSync } from 'node:fs'
import { systemDirectories } from '../../core/values/mount-path.ts'
import { confinedEnv, unconfinedEnv, type HostEnv } from './command-env.ts'
import { defaultLimits, type SandboxPolicy } from './policy.ts'
import { networkConfiguration, runtimeConfiguration, systemConfiguration } from './system-paths.ts'

/** What a person may add to the default policy. */
export interface PolicyOptions {
  /** Further absolute paths to show, a toolchain in the home directory for instance; its `PATH` entries follow. */
  readonly readable?: readonly string[]
  readonly writable?: readonly string[]
  readonly network?: SandboxPolicy['network']
}

/** Workspace writable, system read-only, home hidden, no network, environment scrubbed. */
export function defaultPolicy(session: string, host: HostEnv, options: PolicyOptions = {}): SandboxPolicy {
  const network = options.network ?? 'none'
  const writable = options.writable ?? []
  const readable = [
    ...systemDirectories,
    ...systemConfiguration,
    ...runtimes(),
    ...(network === 'host' ? networkConfiguration : []),
    ...(options.readable ?? []),
  ]
  const env = confinedEnv(session, host, [...readable, ...writable])
  return { readable, writable, network, env, limits: defaultLimits }
}

/** For commands that nothing confines: only the environment and the limits mean something. */
export function unconfinedPolicy(session: string, host: HostEnv): SandboxPolicy {
  return { readable: [], writable: [], network: 'host', env: unconfinedEnv(session, host), limits: defaultLimits }
}

function runtimes(): readonly string[] {
  try {
    return readdirSync('/etc').flatMap((name) => (runtimeConfiguration.test(name) ? [`/etc/${name}`] : []))
  } catch {
    // No readable /etc: then it has no runtimes to show either.
    return []
  }
}
