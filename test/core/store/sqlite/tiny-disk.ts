import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'

/** Whether this machine lets tests mount a file system of their own; those that need one say so in their name. */
export const canMount = runs('unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt')

/** Mounts a file system of this size at a new directory until the test is over. */
export function mountTinyDisk(directory: string, sizeKiB: number): void {
  mkdirSync(directory)
  must('mount', '-t', 'tmpfs', '-o', `size=${sizeKiB}k,mode=700`, 'tmpfs', directory)
  onTestFinished(() => must('umount', '--lazy', directory))
}

/** Makes a mounted file system refuse writes, or take them again. */
export function remount(directory: string, mode: 'ro' | 'rw'): void {
  must('mount', '-o', `remount,${mode}`, directory)
}

function must(...command: readonly string[]): void {
  if (!runs(...command)) throw new Error(`failed: ${command.join(' ')}`)
}

function runs(...command: readonly string[]): boolean {
  const [program = '', ...args] = command
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
