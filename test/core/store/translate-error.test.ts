import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { BlobNotFoundError } from '../../../core/ports/blob-store.ts'
import { translateError } from '../../../core/store/translate-error.ts'
import { staged } from '../../contract/store-samples.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const nodeError = (code: string) => Object.assign(new Error(code), { code })
const sqliteError = (code: string): Error => new Database.SqliteError(code, code)

test.each([
  [sqliteError('SQLITE_FULL'), 'disk-full'],
  [nodeError('ENOSPC'), 'disk-full'],
  [nodeError('EDQUOT'), 'disk-full'],
  [sqliteError('SQLITE_READONLY'), 'store-read-only'],
  [sqliteError('SQLITE_READONLY_DIRECTORY'), 'store-read-only'],
  [nodeError('EACCES'), 'store-read-only'],
  [nodeError('EROFS'), 'store-read-only'],
  [nodeError('EPERM'), 'store-read-only'],
  [sqliteError('SQLITE_CORRUPT'), 'store-corrupt'],
  [sqliteError('SQLITE_CORRUPT_INDEX'), 'store-corrupt'],
  [sqliteError('SQLITE_NOTADB'), 'store-corrupt'],
  [sqliteError('SQLITE_BUSY'), 'store-busy'],
  [sqliteError('SQLITE_BUSY_RECOVERY'), 'store-busy'],
  [sqliteError('SQLITE_PROTOCOL'), 'store-busy'],
  [sqliteError('SQLITE_IOERR_FSYNC'), 'store-io'],
  [sqliteError('SQLITE_CANTOPEN'), 'store-io'],
  [nodeError('EIO'), 'store-io'],
  [nodeError('EMFILE'), 'store-io'],
])('%s becomes %s, names the directory, and keeps its cause', (error, code) => {
  const directory = temporaryDirectory()
  const translated = translateError(error, directory)
  expect(translated).toMatchObject({ code, cause: error, message: expect.stringContaining(directory) })
})

test('SQLite that cannot open anything in a directory that is not writable found it read-only', () => {
  const error = translateError(sqliteError('SQLITE_CANTOPEN'), '/no/such/directory')
  expect(error).toMatchObject({ code: 'store-read-only' })
})

test.each([
  new TypeError('a defect'),
  new BlobNotFoundError(staged(1).ref),
  nodeError('ERR_INVALID_ARG_TYPE'),
  'text',
  null,
])('%s is not ours to translate', (error) => {
  expect(translateError(error, '/somewhere')).toBe(error)
})
