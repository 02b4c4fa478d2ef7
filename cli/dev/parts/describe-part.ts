import type { Part } from '../part.ts'
import type { PartName } from '../part-name.ts'
import type { Blueprint } from './blueprint.ts'
import { postgresPart } from './postgres.ts'
import { s3Part } from './s3.ts'
import { serverPart } from './server.ts'
import { temporalPart } from './temporal.ts'

const descriptions: Readonly<Record<PartName, (blueprint: Blueprint) => Part>> = {
  postgres: postgresPart,
  temporal: temporalPart,
  s3: s3Part,
  server: serverPart,
}

/** How a part runs. */
export function describePart(name: PartName, blueprint: Blueprint): Part {
  return descriptions[name](blueprint)
}
