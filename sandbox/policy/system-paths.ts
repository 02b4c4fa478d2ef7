/** The configuration that programs need to run. An allow-list: the rest of `/etc` may hold secrets. */
export const systemConfiguration: readonly string[] = [
  'alternatives',
  'crypto-policies',
  'debian_version',
  'fonts',
  'group',
  'host.conf',
  'hosts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'passwd',
  'pki/ca-trust',
  'pki/tls/cert.pem',
  'pki/tls/certs',
  'protocols',
  'services',
  'shells',
  'ssl/cert.pem',
  'ssl/certs',
  'ssl/openssl.cnf',
  'timezone',
].map((name) => `/etc/${name}`)

/** Language runtimes that do not start without their directory in `/etc`, which may have a version in its name. */
export const runtimeConfiguration = /^(java|R|ruby)[-.\w]*$/

/** Name resolution, shown only where there is a network; it changes with that. */
export const networkConfiguration: readonly string[] = ['/etc/resolv.conf', '/etc/gai.conf']
