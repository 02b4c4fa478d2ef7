import type { Script, ScriptedCall, Wire } from '../support/mock-provider/script.ts'
import type { FileSpecs } from '../vfs/fixture.ts'
import { runs } from '../tui/support/answers.ts'
import { longRunFiles, words } from './long-run-script.ts'

/** What a directory holds in which a session is worked in for a day; one file is too large for the database. */
export const dayFiles: FileSpecs = {
  ...longRunFiles,
  'AGENTS.md': 'Be kind to the files.\n',
  'data/large.bin': new Uint8Array(100_000).fill(7),
  'bin/check': { script: '#!/bin/sh\necho checked\n' },
  'shot.png': Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60_000, 7)]),
}

/** One call an answer, so that no two ends can change places: reads, searches, edits, commands that change files and fail, calls that go wrong; then words. */
export const dayScript: Script = ({ wire, index, userText, results }) => {
  const { read, grep, edit } = words[wire]
  const shell = (command: string) => shellCalls(command, wire)
  const steps: readonly (readonly ScriptedCall[])[] = [
    [read('src/date.ts')],
    [grep('export')],
    [edit('src/date.ts', '  return 1', '  return 2')],
    [read('nowhere.ts')],
    [{ name: 'teleport', args: { to: 'the moon' } }],
    [edit('src/date.ts', 'not in there', 'neither')],
    shell('bin/check; printf "made\\n" > made.txt; mkdir -p deep/er; printf "\\0\\1" > deep/er/b.bin; rm README.md'),
    shell('echo to stderr >&2; exit 3'),
    [read('data/large.bin')],
    shell('seq 1 40000; ln -s made.txt link; chmod +x made.txt'),
    [edit('src/text.ts', 'export const greeting = "helo"', 'export const greeting = "hello"')],
  ]
  const step = steps[index]
  if (userText === 'mend' && step !== undefined)
    return { thinking: `step ${index}`, text: index % 3 === 0 ? `Step ${index}.` : '', calls: step }
  if (userText === 'for ever') return { calls: [read('src/date.ts')] }
  if (userText === 'once more' && results.length === 0)
    return { text: 'One file.', calls: shell('date +%Y > year.txt') }
  return { thinking: 'so', text: `I was told: ${userText}. ${'Long words follow. '.repeat(20)}` }
}

function shellCalls(command: string, wire: Wire): readonly ScriptedCall[] {
  return runs(command, wire).calls ?? []
}
