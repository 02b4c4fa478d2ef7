import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sanitize } from '../render/sanitize.ts'
import { runInTerminal } from './edit-text.ts'

/** Shows a long text in the person's pager, made safe. */
export async function pageText(text: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'lightspeed-page-'))
  const file = join(directory, 'output.txt')
  try {
    writeFileSync(file, sanitize(text), { mode: 0o600 })
    await runInTerminal(process.env['PAGER'] || 'less', file)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
