import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { modelOf, openDesk, wires, type Desk } from '../support/cli.ts'
import { startMockProvider, type MockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Wire } from '../support/mock-provider/script.ts'
import { hasServers, serversSuffix } from '../support/surroundings.ts'
import { readFiles, writeFiles } from '../vfs/fixture.ts'
import { startSharedServer } from '../support/shared-server.ts'
import { dayFiles, dayScript } from './day-script.ts'

const steps = (wire: Wire): readonly (readonly string[])[] => [
  [
    'run',
    '--json',
    '-m',
    modelOf[wire],
    '--session-id',
    'day',
    '-n',
    'a day',
    '--mount',
    '.',
    '--sandbox',
    'none',
    'mend',
  ],
  ['compact', 'day'],
  ['run', '--json', '-c', '-i', 'shot.png', 'look at this'],
  ['run', '-r', 'day', 'in words, please'],
  ['run', '--output-format', 'stream-json', '-c', 'once more'],
  ['run', '--output-format', 'json', '-c', '--max-turns', '2', 'for ever'],
  ['run', '--json', '-c', '--idempotency-key', 'k', 'keyed'],
  ['run', '--json', '-c', '--idempotency-key', 'k', 'keyed'],
  ['run', '--json', '-c', '--idempotency-key', 'k', 'another'],
  ...[['log'], ['log', '--json'], ['log', '--json', '--texts'], ['log', '--json', '--after', '20']],
  ...[['diff'], ['diff', '--stat'], ['diff', '--json'], ['diff', '--name-only']],
  ...[['sessions'], ['sessions', 'list', '--json'], ['sessions', 'show'], ['sessions', 'show', '--json']],
  ...[['cost'], ['cost', '--json'], ['context'], ['context', '--json']],
  ...[['export'], ['export', '--format', 'jsonl'], ['export', '--format', 'html']],
  ...[['apply', '--dry-run'], ['apply', '--json'], ['diff'], ['log', '--json', '--after', '60']],
  ['fork', 'day', '--at', '105', '-n', 'side'],
  ['run', '--json', '-r', 'side', 'in the fork'],
  ...[
    ['log', 'side', '--json'],
    ['sessions', 'list', '--json'],
    ['stop', 'side'],
    ['stop', '--json'],
  ],
  ['sessions', 'rename', 'side', 'other'],
  ['sessions', 'delete', 'other', '--yes'],
  ['sessions', 'list'],
]

/** What every command said, what was asked of the models, and the files in the end. */
async function day(desk: Desk, { requests }: MockProvider, directory: string, wire: Wire) {
  rmSync(directory, { recursive: true, force: true })
  writeFiles(directory, dayFiles)
  const said: string[] = []
  for (const args of steps(wire)) {
    const { code, stdout, stderr } = await desk.run(args, { cwd: directory })
    said.push(`$ ${args.join(' ')}\n${stdout}${stderr}exit ${code}\n`)
  }
  return {
    said: masked(said.join('\n')).split('\n'),
    requests: requests.map(({ bytes }) => bytes.toString()),
    files: readFiles(directory),
  }
}

/** Ids that were drawn become numbers in their order, times and how long it took nothing; what streams is lossy. */
function masked(text: string): string {
  const ids = new Map<string, string>()
  for (const [, id = ''] of text.matchAll(/(?:"commandId":"|cmd\/|\$ fork .*\n)([0-9a-hjkmnp-tv-z]{12,16})\b/g))
    if (!ids.has(id)) ids.set(id, `id-${ids.size}`)
  let plain = text
  for (const [id, name] of ids) plain = plain.replaceAll(id, name)
  return (
    plain
      .replace(/\{"kind":"delta".*\n/g, '')
      .replace(/"(at|createdAt|updatedAt|startedAt|exportedAt|durationMs)":\d+/g, '"$1":0')
      .replace(/durationMs=\d+/g, 'durationMs=0')
      .replace(/\d{4}-\d\d-\d\d[ T][\d:.]+Z?/g, 'TIME')
      .replace(/\b\d+(\.\d+)? m?s\b/g, 'DURATION')
      // Whoever runs them unconfined is somebody else.
      .replace(/run unconfined, (as you|on the server)/g, 'run unconfined')
  )
}

describe.skipIf(!hasServers)(`a day with --remote is a day without it${serversSuffix}`, () => {
  const server = startSharedServer()

  test.each(wires)('over %s: the same requests, log, words and files', async (wire) => {
    const root = mkdtempSync(join(tmpdir(), 'day-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    const [here, there] = await Promise.all([startMockProvider(dayScript), startMockProvider(dayScript)])
    onTestFinished(() => Promise.all([here.close(), there.close()]).then(() => undefined))
    const local = await day(openDesk({}, here), here, join(root, 'repo'), wire)
    const remote = await day(await server.openDesk({}, there), there, join(root, 'repo'), wire)
    expect(remote.requests).toEqual(local.requests)
    expect(remote.said).toEqual(local.said)
    expect(remote.files).toEqual(local.files)
    expect(here.violations).toEqual([])
    // That it was a day at all.
    expect(local.requests.length).toBeGreaterThan(15)
    expect(local.files).toMatchObject({
      'src/date.ts': 'file export function today() {\n  return 2\n}\n',
      'made.txt': 'script made\n',
      link: 'link made.txt',
    })
    expect(local.files).not.toHaveProperty('README.md')
  })
})
