/** Names of files that hold credentials by convention, in lower case. */
const secretNames = new Set([
  '.envrc',
  '.netrc',
  '_netrc',
  '.git-credentials',
  '.pgpass',
  '.pypirc',
  '.htpasswd',
  '.dockercfg',
  '.vault-token',
  '.terraformrc',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ecdsa_sk',
  'id_ed25519',
  'id_ed25519_sk',
])

/** Directories whose content is credentials. */
const secretDirectories = new Set(['.ssh', '.gnupg'])

/** Files that are secret only in the directory that gives them their meaning. */
const secretPaths = ['.aws/credentials', '.docker/config.json', '.kube/config']

const secretPattern = /\.(pem|key|p12|pfx|jks|keystore|ppk|kdbx)$/
const environmentPattern = /^\.env([._-].*)?$/
const exampleEnvironmentPattern = /[._-](example|sample|template|dist|defaults)$/

/** Package manager settings are secret only when a token is written in them. */
const settingsNames = new Set(['.npmrc', '.yarnrc', '.yarnrc.yml'])
const settingsToken = /(_authtoken|_auth|_password|npmauthtoken|npmauthident)["']?\s*[=:]\s*["']?(?!\$\{)[^\s"']/i

/** Whether a file or directory is left out of a snapshot, by its path, unless secrets are asked for. */
export function isSecretPath(path: string, isDirectory: boolean): boolean {
  const plain = path.toLowerCase()
  const name = plain.slice(plain.lastIndexOf('/') + 1)
  if (isDirectory) return secretDirectories.has(name)
  if (environmentPattern.test(name)) return !exampleEnvironmentPattern.test(name)
  if (secretNames.has(name) || secretPattern.test(name)) return true
  return secretPaths.some((secret) => plain === secret || plain.endsWith(`/${secret}`))
}

/** Whether a file's content makes it a secret: a package manager's settings with a token written out. */
export function isSecretContent(name: string, bytes: Uint8Array): boolean {
  return settingsNames.has(name.toLowerCase()) && settingsToken.test(Buffer.from(bytes).toString())
}
