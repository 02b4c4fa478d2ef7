import { homedir } from 'node:os'
import type { SandboxStatus } from '../backend.ts'
import { isWithin } from '../policy/is-within.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import { quote } from '../process/bootstrap.ts'
import type { WaitingShell } from '../process/waiting-shell.ts'
import type { Bubblewrap } from './find-bubblewrap.ts'

const probeTimeoutMs = 10_000

/** Runs a command in the sandbox that looks around, and tells what was seen to hold. @throws SandboxFailedError */
export async function probeBubblewrap(
  program: Bubblewrap,
  policy: SandboxPolicy,
  shell: WaitingShell,
): Promise<SandboxStatus> {
  let seen = ''
  const { exitCode } = await shell.run(probeScript(homedir()), {
    take: (bytes) => (seen += Buffer.from(bytes).toString()),
    timeoutMs: probeTimeoutMs,
    graceMs: 0,
    signal: new AbortController().signal,
  })
  const checks = exitCode === 0 ? evaluate(new Set(seen.split('\n')), program, policy) : []
  const failed = checks.filter(({ holds }) => !holds)
  return {
    backend: 'bubblewrap',
    isUsable: exitCode === 0,
    program: { path: program.path, version: program.version },
    enforcement: exitCode !== 0 ? 'none' : failed.length > 0 ? 'partial' : 'full',
    enforced: checks.filter(({ holds }) => holds).map(({ what }) => what),
    notEnforced: [...failed.map(({ what }) => what), ...notCovered],
    how: exitCode === 0 ? null : `a command in the sandbox failed with exit code ${exitCode}: ${seen.trim()}`,
  }
}

/** What no policy promises here. */
const notCovered = ['resources: memory, disk space and number of processes', 'system calls: all that the kernel offers']

/** Says a word for everything that should not be so; shell builtins only. */
function probeScript(home: string): string {
  return [
    '[ "$$" -le 2 ] || echo sees-processes',
    `[ ! -e ${quote(home)} ] || echo sees-home`,
    '(: >/usr/.lightspeed-probe) 2>/dev/null && echo writes-system',
    '(: >/.lightspeed-probe) 2>/dev/null && echo writes-root',
    'for file in /proc/* /proc/sys/*/* /sys/kernel/*; do case "$file" in /proc/[0-9]*) continue;; esac',
    '[ ! -f "$file" ] || [ ! -w "$file" ] || echo writes-kernel; done',
    'while read -r name value; do case "$name$value" in',
    'CapEff:*[1-9a-f]*) echo has-capabilities;; NoNewPrivs:0) echo gains-privileges;; esac; done </proc/self/status',
    'while IFS=" :" read -r name rest; do case "$name" in Inter-*|face|lo) ;; *) echo sees-network;; esac',
    'done </proc/net/dev',
    'exit 0',
  ].join('\n')
}

interface Check {
  readonly what: string
  readonly holds: boolean
}

function evaluate(seen: ReadonlySet<string>, program: Bubblewrap, policy: SandboxPolicy): readonly Check[] {
  const showsHome = [...policy.readable, ...policy.writable].some((path) => isWithin(homedir(), path))
  return [
    {
      what: 'files: only the workspace, /tmp and a home of its own can be written',
      holds: !seen.has('writes-system') && !seen.has('writes-root'),
    },
    ...(showsHome ? [] : [{ what: 'home: yours is not visible', holds: !seen.has('sees-home') }]),
    ...(policy.network === 'host'
      ? []
      : [{ what: 'network: only its own loopback', holds: !seen.has('sees-network') }]),
    { what: 'processes: only its own are visible, and none outlives its command', holds: !seen.has('sees-processes') },
    {
      what: 'privileges: no capabilities, and no way to gain any',
      holds: !seen.has('has-capabilities') && !seen.has('gains-privileges'),
    },
    { what: 'kernel: none of its settings can be written', holds: !seen.has('writes-kernel') },
    { what: 'user: not root for the kernel (start it as another user)', holds: process.getuid?.() !== 0 },
    { what: 'user namespaces: none inside (needs bubblewrap 0.8)', holds: program.canDisableUserns },
  ]
}
