import { expect, test } from 'vitest'
import { systemPrompt, type PromptFacts } from '../../../core/instructions/system-prompt.ts'
import { vfsTools } from '../../../vfs/tools/vfs-tools.ts'

const dialects = ['anthropic', 'openai', 'plain'] as const
const mounts = [{ path: '/workspace', readOnly: false }]
const facts: PromptFacts = { dialect: 'anthropic', mounts, shell: true }

test('equal facts give equal bytes, of at most 2 kB', () => {
  for (const dialect of dialects) {
    for (const shell of [true, false]) {
      const prompt = systemPrompt({ dialect, mounts, shell, date: '2026-11-23' })
      expect(systemPrompt({ dialect, mounts: [...mounts], shell, date: '2026-11-23' })).toBe(prompt)
      expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(2000)
    }
  }
})

test('it names the workspace, what a snapshot is, and the other mounts', () => {
  const prompt = systemPrompt({ ...facts, mounts: [...mounts, { path: '/docs', readOnly: true }] })
  expect(prompt).toContain("/workspace is a snapshot of the person's directory; relative paths start there.")
  expect(prompt).toContain('Also mounted: /docs (read-only).')
  expect(prompt).toContain('applies them to the disk later')
  expect(systemPrompt({ ...facts, mounts: [] })).toContain('No directory is mounted.')
})

test('a shell is spoken of only where there is one', () => {
  const shellNames = { anthropic: 'Bash', openai: 'exec_command', plain: 'shell' }
  for (const dialect of dialects) {
    const withShell = systemPrompt({ ...facts, dialect })
    const without = systemPrompt({ ...facts, dialect, shell: false })
    expect(withShell).toContain(`${shellNames[dialect]} runs commands`)
    expect(withShell).toContain('run the tests')
    expect(without).toContain('There is no shell')
    expect(without).not.toMatch(/run the tests|runs commands/)
  }
})

test('every tool that a prompt names is offered in its dialect, and edits are told to use them', () => {
  const named = {
    anthropic: /\b(Read|Edit|MultiEdit|Write|Grep|Glob)\b/g,
    openai: /\b\w+_\w+\b/g,
    plain: /multi_edit/g,
  }
  for (const dialect of dialects) {
    const offered = vfsTools(dialect).map((tool) => tool.spec.name)
    const names = systemPrompt({ ...facts, dialect, shell: false }).match(named[dialect]) ?? []
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) if (name !== 'Edits') expect(offered).toContain(name)
  }
})

test('a date is said when it is given', () => {
  expect(systemPrompt({ ...facts, date: '2026-11-23' })).toContain('Today is 2026-11-23.')
  expect(systemPrompt(facts)).not.toContain('Today')
})
