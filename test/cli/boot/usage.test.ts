import { readFileSync } from 'node:fs'
import { CommandHelp } from '@oclif/core/help'
import { Config } from '@oclif/core/config'
import { expect, test } from 'vitest'

const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
  readonly commands: Readonly<Record<string, never>>
}

test('the usage of no command has a hole where one of two flags is said elsewhere', () => {
  const config = new Config({ root: process.cwd() })
  const options = { maxWidth: 1_000, respectNoCacheDefault: false } as never
  for (const [id, command] of Object.entries(manifest.commands)) {
    const usage = new CommandHelp(command, config, options).generate().split('\n\n')[0]
    expect(usage).toContain(id.split(':')[0])
    expect(usage).not.toMatch(/\|\s+\||\[\s*\||\|\s*\]/)
  }
})
