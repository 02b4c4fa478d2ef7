import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const index = join(import.meta.dirname, '../../../core/models/index.ts')

/** Packages that a fresh process resolves while it does something with the models. */
async function loadedBy(script: string): Promise<readonly string[]> {
  const code = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) })
    const { openModel } = await import(${JSON.stringify(index)})
    ${script}
    console.log(JSON.stringify(seen.filter((name) => name === 'openai' || name === '@anthropic-ai/sdk')))`
  const flags = ['--experimental-transform-types', '--no-warnings', '--input-type=module', '-e', code]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return JSON.parse(stdout) as readonly string[]
}

const request = `{ model: 'm', effort: null, instructions: '', tools: [], items: [], cacheKey: 'k', maxOutputTokens: null }`
const generate = (api: string): string => `
  const fetch = async () => new Response('', { status: 500 })
  const model = openModel('${api}', { apiKey: 'k', fetch })
  await model.generate(${request}, () => {}, new AbortController().signal).catch(() => {})`

test('opening a model loads no SDK; asking loads its own and no other', async () => {
  const opened = ['openai-responses', 'anthropic-messages', 'openai-chat'].map(
    (api) => `openModel('${api}', { apiKey: 'k' })`,
  )
  expect(await loadedBy(opened.join('\n'))).toEqual([])
  expect(await loadedBy(generate('anthropic-messages'))).toEqual(['@anthropic-ai/sdk'])
  expect(await loadedBy(generate('openai-chat'))).toEqual(['openai'])
})
