import { ProxyUnsupportedError } from './errors.ts'

type Env = Readonly<Record<string, string | undefined>>

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const
const exceptVariables = ['NO_PROXY', 'no_proxy'] as const

/** Options that make an agent use the proxy of the environment; none without one. @throws ProxyUnsupportedError */
export function proxyEnv(env: Env): { readonly proxyEnv?: Record<string, string> } {
  const variable = proxyVariables.find((name) => (env[name] ?? '') !== '')
  if (variable === undefined) return {}
  if (!process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) throw new ProxyUnsupportedError(variable)
  const names = [...proxyVariables, ...exceptVariables]
  return { proxyEnv: Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : []))) }
}
