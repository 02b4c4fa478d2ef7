import type { ConfigField } from '../../../core/models/config-field.ts'
import { nearest } from '../../../core/values/nearest.ts'
import { isKeyAction, keyActionNames, keyActions, type KeyAction } from './key-actions.ts'
import { isTyped, parseKeyName } from './key-name.ts'
import { makeKeymap, type KeyOverrides } from './keymap.ts'

/** `keys` of the config file: a key, a list of keys, or null for none, by action. @throws ConfigError */
export function parseKeys(field: ConfigField): KeyOverrides {
  const overrides: Partial<Record<KeyAction, readonly string[]>> = {}
  const owners = new Map<string, KeyAction>()
  for (const name of field.keys()) {
    if (!isKeyAction(name)) return field.fail(unknownAction(name))
    const keys = parseKeyList(field.at(name), name)
    for (const key of keys) {
      const place = `${keyActions[name].when} ${key}`
      const owner = owners.get(place)
      if (owner) field.at(name).fail(`is ${key}, and so is keys.${owner}; a key can do one thing at a time`)
      owners.set(place, name)
    }
    overrides[name] = keys
  }
  if (makeKeymap(overrides).keys.send.length > 0) return overrides
  if (overrides.send) return field.at('send').fail(`must keep a key; ${unsendable}`)
  const taker = keyActionNames.find((name) => overrides[name]?.some((key) => keyActions.send.keys.includes(key)))
  return field
    .at(taker ?? 'send')
    .fail(`takes ${keyActions.send.keys.join(', ')} from keys.send, which must have another key then; ${unsendable}`)
}

const unsendable = 'without one nothing can be sent'

function parseKeyList(field: ConfigField, action: KeyAction): readonly string[] {
  const { value } = field
  if (value === null) return []
  if (typeof value === 'string') return [parseKey(field, action)]
  if (!Array.isArray(value)) return field.fail('must be a key as in "ctrl+s", a list of keys, or null for none')
  return [...new Set(field.list().map((entry) => parseKey(entry, action)))]
}

function parseKey(field: ConfigField, action: KeyAction): string {
  const parsed = parseKeyName(
    typeof field.value === 'string' ? field.value : field.fail('must be a key as in "ctrl+s"'),
  )
  if ('mistake' in parsed) return field.fail(`is ${parsed.mistake}`)
  if (isTyped(parsed.key) && keyActions[action].when !== 'empty') {
    return field.fail(`is ${parsed.key}, which could not be typed any more; add ctrl or alt`)
  }
  return parsed.key
}

function unknownAction(name: string): string {
  const meant = nearest(name, keyActionNames)
  return `has no action "${name}"; ${meant ? `did you mean ${meant}?` : `there are ${keyActionNames.join(', ')}`}`
}
