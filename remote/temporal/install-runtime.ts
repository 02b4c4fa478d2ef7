import { inspect } from 'node:util'
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker'

/**
 * Has Temporal's packages say by `write` what they have to say, a line each. Theirs would be in colours, also in a file, and
 * of two kinds. Once in a process, before the first connection of a worker.
 */
export function installRuntime(write: (line: string) => void): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', (entry) => write(lineOf(entry))),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
  })
}

function lineOf({ level, message, meta }: LogEntry): string {
  const facts = meta === undefined ? '' : ` ${inspect(meta, { breakLength: Number.POSITIVE_INFINITY, compact: 10 })}`
  // Stacks have lines of their own.
  return `temporal: ${level}: ${message}${facts}`.replace(/\s*\n\s*/g, ' ')
}
