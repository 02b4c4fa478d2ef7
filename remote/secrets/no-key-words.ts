/** What whoever runs the server can do: nothing that the person whose session it is has in their environment helps. */
export function noKeyWords(provider: string, tenant: string): string {
  return `the server has no key of ${provider} for tenant ${tenant}: whoever runs it stores one with \`lightspeed model-keys put ${provider} --tenant ${tenant}\``
}

/** The same where it has none that a model could be chosen by. */
export function noKeysWords(tenant: string): string {
  return `no model to ask: the server has no key of a provider for tenant ${tenant}, whoever runs it stores one with \`lightspeed model-keys put PROVIDER --tenant ${tenant}\`; name a model with -m, without a key: -m demo/scripted`
}
