import type { Directories } from './directories.ts'
import { chooseModel } from './choose-model.ts'
import type { Config } from './config-file.ts'
import { keysOf } from './has-key.ts'
import { defaultMaxTurns } from './defaults.ts'
import { remoteWish } from '../remote/remote-place.ts'
import { noRemote } from './remotes.ts'

/** A setting as it holds here and now. */
export interface EffectiveSetting {
  readonly key: string
  readonly value: string | number | null
  /** Who decided it. */
  readonly source: string
}

/** What holds without flags, and where each value comes from. */
export function effectiveSettings(
  config: Config,
  places: Directories,
  env: NodeJS.ProcessEnv,
): readonly EffectiveSetting[] {
  const own = env['LIGHTSPEED_HOME'] ? 'LIGHTSPEED_HOME' : 'XDG directories'
  return [
    modelSetting(config, env),
    { key: 'sandbox', value: config.sandbox ?? 'auto', source: config.sandbox === null ? 'default' : 'config file' },
    {
      key: 'maxTurns',
      value: config.maxTurns ?? defaultMaxTurns,
      source: config.maxTurns === null ? 'default' : 'config file',
    },
    { key: 'theme', value: config.theme ?? 'dark', source: config.theme === null ? 'default' : 'config file' },
    remoteSetting(config, env),
    ...config.remotes.map(({ name, url }) => ({ key: `remotes.${name}`, value: url, source: 'config file' })),
    ...config.providers.map(({ name, baseURL }) => ({
      key: `providers.${name}`,
      value: baseURL,
      source: 'config file',
    })),
    { key: 'data', value: places.data, source: own },
    { key: 'cache', value: places.cache, source: own },
  ]
}

function remoteSetting(config: Config, env: NodeJS.ProcessEnv): EffectiveSetting {
  const source = env['LIGHTSPEED_REMOTE'] ? 'LIGHTSPEED_REMOTE' : config.remote === null ? 'default' : 'config file'
  return { key: 'remote', value: remoteWish(env, config) ?? noRemote, source }
}

function modelSetting(config: Config, env: NodeJS.ProcessEnv): EffectiveSetting {
  try {
    const { text, source } = chooseModel({
      flag: null,
      config: config.model,
      providers: config.providers,
      ...keysOf(env),
    })
    // A server is taken to have every key.
    const byKey = remoteWish(env, config) === null ? 'the key that is set' : "default; keys are the server's"
    return { key: 'model', value: text, source: source === 'config' ? 'config file' : byKey }
  } catch {
    return { key: 'model', value: null, source: 'no key is set' }
  }
}
