import { lstatSync, readdirSync, type Stats } from 'node:fs'

/**
 * How a part of `/proc` that is the kernel's, not a process's, appears inside. `read-only`: as it is; `empty`: a
 * directory without anything; `unreadable`: a file that nobody opens.
 */
export interface KernelFile {
  readonly path: string
  readonly how: 'read-only' | 'empty' | 'unreadable'
}

/** What container runtimes hide though everybody may read it. */
const hidden: ReadonlySet<string> = new Set(['acpi', 'keys', 'latency_stats', 'sched_debug', 'scsi'])

/**
 * What has to be covered in a fresh `/proc`. bubblewrap covers a part of it, and of that only what root could write by
 * a capability: for the kernel a command of root is root without any, who owns `/proc/sys`, so nothing else keeps it
 * from there. Root is kept from reading what others may not read, too. Taken from what there is now: kernels differ, and
 * their modules come and go.
 */
export function kernelFiles(isRoot = process.getuid?.() === 0): readonly KernelFile[] {
  return namesOf('/proc').flatMap((name): readonly KernelFile[] => {
    const path = `/proc/${name}`
    const stat = /^\d+$/.test(name) ? undefined : lstatSync(path, { throwIfNoEntry: false })
    const how = stat === undefined ? null : shownAs(name, stat, isRoot)
    return how === null ? [] : [{ path, how }]
  })
}

/** The arguments of `bwrap` behind `--proc /proc`; `unreadable` is a file that may not be read. */
export function kernelArgs(files: readonly KernelFile[], unreadable: string): readonly string[] {
  return files.flatMap(({ path, how }) => {
    if (how === 'empty') return ['--tmpfs', path, '--remount-ro', path]
    return ['--ro-bind', how === 'unreadable' ? unreadable : path, path]
  })
}

function shownAs(name: string, stat: Stats, isRoot: boolean): KernelFile['how'] | null {
  if (stat.isDirectory()) return hidden.has(name) ? 'empty' : 'read-only'
  if (!stat.isFile()) return null
  if (hidden.has(name) || (isRoot && (stat.mode & readableByOthers) === 0)) return 'unreadable'
  return (stat.mode & writable) === 0 ? null : 'read-only'
}

const readableByOthers = 0o004
const writable = 0o222

function namesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    // No /proc: then bubblewrap says that it cannot make one.
    return []
  }
}
