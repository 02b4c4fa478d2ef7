/** What whoever runs the server can do: nothing that the person whose session it is has in their environment helps. */
export function noKeyWords(provider: string, tenant: string): string {
  return `the server has no key of ${provider} for tenant ${tenant}: whoever runs it stores one with \`lightspeed model-keys put ${provider} --tenant ${tenant}\``
}

/** The same where none of the keys that it has says which model to ask. */
export function noKeysWords(tenant: string, keyed: readonly string[]): string {
  const named = 'name a model with -m PROVIDER/MODEL, without a key -m demo/scripted'
  if (keyed.length > 0)
    return `no model to ask: the server has keys of ${keyed.join(', ')} for tenant ${tenant}, of which no model is known here; ${named}`
  return `no model to ask: the server has no key of a provider for tenant ${tenant}, whoever runs it stores one with \`lightspeed model-keys put PROVIDER --tenant ${tenant}\`; ${named}`
}
