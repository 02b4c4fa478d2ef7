import { reportOutputFailure } from './stop-signals.ts'

/** Ends the process with `process.exitCode` once stdout and stderr are written: idle sockets would hold it for a while. */
export async function leave(): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  reportOutputFailure()
  process.exit()
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) resolve()
    else stream.write('', () => resolve())
  })
}
