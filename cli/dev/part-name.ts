/** The parts of a stack, in the order in which they are started. */
export const partNames = ['postgres', 'temporal', 's3', 'server'] as const

/** A part of a stack. */
export type PartName = (typeof partNames)[number]

/** What a part is called in a sentence. */
export const partTitles: Readonly<Record<PartName, string>> = {
  postgres: 'Postgres',
  temporal: 'Temporal',
  s3: 'the S3 server',
  server: 'the server',
}
