import { existsSync, readFileSync } from 'node:fs'

/** What this machine says about user namespaces; null where it has no such setting. */
export interface NamespaceFacts {
  /** `kernel.apparmor_restrict_unprivileged_userns`, Ubuntu 23.10 and later. */
  readonly apparmorRestricts: string | null
  /** `kernel.unprivileged_userns_clone`, Debian and Arch kernels. */
  readonly unprivilegedClone: string | null
  /** `user.max_user_namespaces` */
  readonly maxUserNamespaces: string | null
  readonly isContainer: boolean
}

/** Turns the complaint of an installed bwrap that cannot work into what to do about it. */
export function explainFailure(complaint: string, facts: NamespaceFacts): string {
  const said = complaint.trim().split('\n').at(-1) ?? ''
  return `bubblewrap is installed but cannot work here (${said}); ${remedy(facts)}`
}

function remedy(facts: NamespaceFacts): string {
  if (facts.isContainer) {
    return (
      'this is a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined ' +
      '--security-opt systempaths=unconfined, or let the container be the boundary with --sandbox none'
    )
  }
  if (facts.maxUserNamespaces === '0') return 'run: sudo sysctl -w user.max_user_namespaces=15000'
  if (facts.unprivilegedClone === '0') return 'run: sudo sysctl -w kernel.unprivileged_userns_clone=1'
  if (facts.apparmorRestricts === '1') return `AppArmor forbids it; allow it for bwrap alone, run: ${allowByProfile}`
  return 'your system forbids user namespaces to it; ask whoever runs the machine, or use --sandbox none'
}

const profile = [
  'abi <abi/4.0>,',
  'include <tunables/global>',
  'profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }',
]

const allowByProfile =
  `printf '%s\\n' ${profile.map((line) => `'${line}'`).join(' ')} | sudo tee /etc/apparmor.d/bwrap` +
  ' && sudo systemctl reload apparmor'

/** Reads the facts of this machine. */
export function namespaceFacts(): NamespaceFacts {
  return {
    apparmorRestricts: setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    unprivilegedClone: setting('/proc/sys/kernel/unprivileged_userns_clone'),
    maxUserNamespaces: setting('/proc/sys/user/max_user_namespaces'),
    isContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
  }
}

function setting(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
