import { afterAll, beforeAll } from 'vitest'
import { startPostgres } from './postgres.ts'
import { s3Program, s3Suffix, startS3, type S3Server } from './s3-server.ts'
import { startTemporal, temporalProgram, temporalSuffix, type TemporalServer } from './temporal.ts'

/** Whether the servers that a Lightspeed server needs can be started here. */
export const hasServers = s3Program !== null && temporalProgram !== null

/** Of a suite that is skipped where they cannot. */
export const serversSuffix = `${s3Suffix}${temporalSuffix}`

/** Real servers that a suite has started; the database is new. */
export interface Surroundings {
  readonly postgresUrl: string
  readonly temporal: TemporalServer
  readonly s3: S3Server
}

/** Starts Postgres, Temporal and an S3-compatible server for the suite that calls it, and stops them behind it. */
export function startSurroundings(): () => Promise<Surroundings> {
  const postgres = startPostgres()
  let others: Pick<Surroundings, 's3' | 'temporal'> | null = null
  beforeAll(async () => {
    const [s3, temporal] = await Promise.all([startS3(), startTemporal()])
    others = { s3, temporal }
  })
  afterAll(async () => {
    await Promise.all([others?.s3.stop(), others?.temporal.stop()])
  })
  return async () => {
    if (others === null) throw new Error('the servers were not started')
    return { postgresUrl: await postgres().createDatabase(), ...others }
  }
}
