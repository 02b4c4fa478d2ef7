/* What docs/vfs.md lists; keep the two alike. */

/** Names of files that hold credentials by convention, in lower case. */
const secretNames = new Set([
  '.envrc',
  '.netrc',
  '_netrc',
  '.git-credentials',
  '.pgpass',
  '.my.cnf',
  '.pypirc',
  '.htpasswd',
  '.dockercfg',
  '.vault-token',
  '.terraformrc',
  '.boto',
  '.s3cfg',
  'credentials.json',
  'application_default_credentials.json',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ecdsa_sk',
  'id_ed25519',
  'id_ed25519_sk',
])

/** Directories whose content is credentials: by name, or by the end of their path. */
const secretDirectories = ['.ssh', '.gnupg', '.password-store', '.azure', '.gcloud', '.config/gcloud', '.kube']

/** Files that are secret only in the directory that gives them their meaning. */
const secretPaths = [
  '.aws/credentials',
  '.docker/config.json',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.gem/credentials',
  '.config/gh/hosts.yml',
]

const secretPattern = /\.(pem|key|p12|pfx|jks|keystore|ppk|kdbx|tfstate)$|^(client_secret|service[-_]account).*\.json$/

/** `.env`, `.env.local`, `prod.env`; not what shows which variables there are. */
const environmentPattern = /^\.env([._-].*)?$|.\.env$/
const exampleEnvironmentPattern = /(^|[._-])(example|sample|template|dist|defaults)(\.env)?$/

/** Package manager settings are secret only when a token is written in them. */
const settingsNames = new Set(['.npmrc', '.yarnrc', '.yarnrc.yml'])
const settingsToken = /(_authtoken|_auth|_password|npmauthtoken|npmauthident)["']?\s*[=:]\s*["']?(?!\$\{)[^\s"']/i

/** Whether a file or directory is left out of a snapshot, by its path, unless secrets are asked for. */
export function isSecretPath(path: string, isDirectory: boolean): boolean {
  const plain = path.toLowerCase()
  const name = plain.slice(plain.lastIndexOf('/') + 1)
  if (isDirectory) return endsWithAny(plain, secretDirectories)
  if (environmentPattern.test(name)) return !exampleEnvironmentPattern.test(name)
  if (secretNames.has(name) || secretPattern.test(name)) return true
  return endsWithAny(plain, secretPaths)
}

function endsWithAny(path: string, ends: readonly string[]): boolean {
  return ends.some((end) => path === end || path.endsWith(`/${end}`))
}

/** Whether a file's content makes it a secret: a package manager's settings with a token written out. */
export function isSecretContent(name: string, bytes: Uint8Array): boolean {
  return settingsNames.has(name.toLowerCase()) && settingsToken.test(Buffer.from(bytes).toString())
}
