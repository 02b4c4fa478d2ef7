import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { dist, root } from './paths.mjs'

/** Writes dist/THIRD-PARTY-NOTICES.txt: the licence texts of the packages whose code the bundle contains. */
export async function writeNotices(metafile) {
  const folders = new Set(Object.keys(metafile.inputs).flatMap(packageFolder))
  const notices = await Promise.all([...folders].sort().map(notice))
  await writeFile(path.join(dist, 'THIRD-PARTY-NOTICES.txt'), notices.join('\n\n'))
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` -> [`node_modules/a/node_modules/@b/c`]; our own files -> []. */
function packageFolder(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
  return match ? [match[1]] : []
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'))
  const names = await readdir(path.join(root, folder))
  const file = names.find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? await readFile(path.join(root, folder, file), 'utf8') : ''
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}`
}
