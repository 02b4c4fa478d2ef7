import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Plugin } from '@oclif/core'
import { root } from './paths.mjs'

const file = path.join(root, 'oclif.manifest.json')

/** Writes oclif.manifest.json, which lets oclif answer help and find a command without loading the others. */
export async function writeManifest() {
  await writeFile(file, await renderManifest())
}

/** Fails the process when the committed manifest differs from the built commands. */
export async function checkManifest() {
  const committed = await readFile(file, 'utf8').catch(() => '')
  if (committed === (await renderManifest())) return
  console.error('oclif.manifest.json does not match the commands: run `npm run build` and commit the file')
  process.exitCode = 1
}

async function renderManifest() {
  const plugin = new Plugin({
    root,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const { commands, ...rest } = plugin.manifest
  const sorted = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify({ commands: sorted, ...rest }, null, 2) + '\n'
}
