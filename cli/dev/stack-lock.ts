import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { errorCode } from '../../core/values/errors.ts'

const pauseMs = 100

/**
 * Keeps others from changing the stack meanwhile. It is a lock of the operating system's, by way of an empty database: it is
 * free when the process that held it has ended, however it ended. `waits` hears that somebody else holds it.
 */
export async function withStackLock<T>(file: string, waits: () => void, work: () => Promise<T>): Promise<T> {
  const database = new Database(file, { timeout: 0 })
  try {
    for (let hasWaited = false; !tryLock(database); hasWaited = true) {
      if (!hasWaited) waits()
      await wait(pauseMs)
    }
    return await work()
  } finally {
    database.close()
  }
}

function tryLock(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (errorCode(error)?.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}
