import { isUtf8 } from 'node:buffer'
import { expect, test } from 'vitest'
import { mostInstructionBytes, projectInstructions } from '../../../core/instructions/project-instructions.ts'

test('a project that says nothing adds nothing', () => {
  expect(projectInstructions([])).toBe('')
})

test('files are wrapped in their order and nested ones named', () => {
  const files = [
    { path: 'AGENTS.md', text: 'Use tabs.\n' },
    { path: 'web/AGENTS.md', text: '\nUse spaces.\0' },
  ]
  expect(projectInstructions(files, ['api/AGENTS.md', 'cli/CLAUDE.md'])).toBe(`# Project instructions
The person wrote these instructions for this project. A later file wins over an earlier one.
<instructions path="AGENTS.md">
Use tabs.
</instructions>
<instructions path="web/AGENTS.md">
Use spaces.\ufffd
</instructions>
Before you change files below these directories, read their instructions: api/AGENTS.md, cli/CLAUDE.md.
`)
  const nested = Array.from({ length: 45 }, (_, index) => `d${index}/AGENTS.md`)
  expect(projectInstructions([], nested)).toMatch(/^# Project.*\nBefore .* d39\/AGENTS.md and 5 more\.\n$/)
})

test('too much is cut at a line end with a notice, the farthest file first', () => {
  const near = { path: 'a/AGENTS.md', text: 'near line\n'.repeat(3000) }
  const far = { path: 'AGENTS.md', text: 'far line\n'.repeat(3000) }
  const text = projectInstructions([far, near])
  expect(text.match(/^near line$/gm)).toHaveLength(3000)
  expect(text.match(/^far line$/gm)!.length).toBeGreaterThan(100)
  expect(text).toContain(
    'far line\n[cut here: only 32 KiB of instructions fit; read AGENTS.md for the rest]\n</instructions>',
  )
  expect(Buffer.byteLength(text)).toBeLessThan(mostInstructionBytes + 500)
  const none = projectInstructions([far, { ...near, text: 'x'.repeat(mostInstructionBytes) }])
  expect(none).toContain('<instructions path="AGENTS.md">\n\n[cut here')
})

test('one endless line is cut between characters', () => {
  for (const shift of ['', 'a', 'ab', 'abc']) {
    const text = projectInstructions([{ path: 'AGENTS.md', text: shift + '😀'.repeat(20_000) }])
    expect(text.isWellFormed() && isUtf8(Buffer.from(text))).toBe(true)
    expect(text).not.toContain('\ufffd')
    expect(text).toContain('[cut here')
  }
})
