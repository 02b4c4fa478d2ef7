import type { Desk } from './cli.ts'

/** A desk whose commands run on a machine of this name, with the same disk. */
export function onMachine(desk: Desk, name: string): Desk {
  const module = [
    "import os from 'node:os'",
    "import { syncBuiltinESMExports } from 'node:module'",
    `os.hostname = () => ${JSON.stringify(name)}`,
    'syncBuiltinESMExports()',
  ].join('\n')
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` }
  return {
    ...desk,
    env: { ...desk.env, ...env },
    start: (args, options = {}) => desk.start(args, { ...options, env: { ...env, ...options.env } }),
    run: (args, options = {}) => desk.run(args, { ...options, env: { ...env, ...options.env } }),
  }
}
