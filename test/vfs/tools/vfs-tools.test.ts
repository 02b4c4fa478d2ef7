import { expect, test } from 'vitest'
import { Ajv } from 'ajv'
import { createToolset } from '../../../core/tools/toolset.ts'
import { vfsTools } from '../../../vfs/tools/vfs-tools.ts'
import { workspaceOf } from './workspace.ts'

const dialects = ['anthropic', 'openai', 'plain'] as const

test('each dialect offers its own names', () => {
  const names = (dialect: (typeof dialects)[number]) => createToolset(vfsTools(dialect)).specs.map((spec) => spec.name)
  expect(names('anthropic')).toEqual(['Read', 'Write', 'Edit', 'MultiEdit', 'Glob', 'Grep', 'LS'])
  expect(names('openai')).toEqual(['read_file', 'list_dir', 'grep_files', 'find_files', 'apply_patch'])
  expect(names('plain')).toEqual(['read', 'write', 'edit', 'multi_edit', 'glob', 'grep', 'list'])
})

test('what changes files is transactional, what reads them is pure', () => {
  for (const { spec, effectClass } of dialects.flatMap((dialect) => vfsTools(dialect))) {
    expect(effectClass).toBe(/edit|write|patch/i.test(spec.name) ? 'transactional' : 'pure')
  }
})

test('every schema is valid JSON Schema, and every alias names a field of it', () => {
  const ajv = new Ajv({ strict: true, allErrors: true })
  for (const { spec, aliases } of dialects.flatMap((dialect) => vfsTools(dialect))) {
    if (spec.input.type === 'grammar') continue
    expect(ajv.validateSchema(spec.input.schema)).toBe(true)
    const fields = Object.keys(spec.input.schema['properties'] as object)
    const known = new Set([...fields, 'old_string', 'new_string', 'replace_all', 'path', 'file_path'])
    for (const field of Object.values(aliases ?? {})) expect(known).toContain(field)
  }
})

test('a defect in the store is not told as something the model could mend', async () => {
  const workspace = await workspaceOf({ a: 'x' })
  const read = createToolset(vfsTools('plain')).find('read')!
  const context = workspace.context({
    blobs: {
      put: (bytes) => workspace.blobs.put(bytes),
      get: async () => {
        throw new Error('disk on fire')
      },
    },
  })
  await expect(read.run({ path: 'a' }, context)).rejects.toThrow('disk on fire')
})
