import { expect, test } from 'vitest'
import { isSecretPath } from '../../../vfs/snapshot/secret-names.ts'

test.each([
  '.env',
  '.env.local',
  'sub/.ENV.production',
  'deploy/prod.env',
  '.envrc',
  '.netrc',
  '.pypirc',
  '.git-credentials',
  'credentials.json',
  'google/client_secret_123.json',
  'service-account.json',
  'application_default_credentials.json',
  '.aws/credentials',
  'home/.docker/config.json',
  '.cargo/credentials.toml',
  '.config/gh/hosts.yml',
  'server.pem',
  'tls/private.KEY',
  'id_ed25519',
  'infra/terraform.tfstate',
])('%s is a secret', (path) => {
  expect(isSecretPath(path, false)).toBe(true)
})

test.each(['.ssh', 'home/.gnupg', '.azure', '.kube', '.gcloud', 'home/.config/gcloud', '.password-store'])(
  'everything in %s is a secret',
  (path) => {
    expect(isSecretPath(path, true)).toBe(true)
    expect(isSecretPath(path, false)).toBe(false)
  },
)

test.each([
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.production.sample',
  '.env.dist',
  'example.env',
  'app.example.env',
  '.npmrc',
  '.aws/config',
  '.aws/task-definition.json',
  'config.json',
  'src/credentials.ts',
  'credentials.json.md',
  'id_rsa.pub',
  'keys.ts',
  'environment.ts',
  'config/gcloud',
])('%s is none', (path) => {
  expect(isSecretPath(path, false)).toBe(false)
  expect(isSecretPath(path, true)).toBe(false)
})
