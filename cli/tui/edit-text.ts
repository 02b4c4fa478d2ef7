import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lets a person change a text in their editor. Null when the editor failed: the text stays as it was. */
export async function editText(text: string): Promise<string | null> {
  const directory = mkdtempSync(join(tmpdir(), 'lightspeed-edit-'))
  const file = join(directory, 'prompt.md')
  try {
    writeFileSync(file, text, { mode: 0o600 })
    const code = await runInTerminal(process.env['VISUAL'] || process.env['EDITOR'] || 'vi', file)
    return code === 0 ? readFileSync(file, 'utf8').replace(/\n$/, '') : null
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs a command line with a file behind it, on our terminal. @returns its exit code, -1 when it did not start */
export function runInTerminal(command: string, file: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio: 'inherit' })
    child.on('exit', (code) => resolve(code ?? -1))
    child.on('error', () => resolve(-1))
  })
}
