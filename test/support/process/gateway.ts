import { openGateway } from '../../../remote/gateway/open-gateway.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { noLargeBlobs } from '../../remote/postgres/no-large-blobs.ts'

/* A gateway in a process of its own, over a database whose schema is there: <url of Postgres>. Says its port. */
const [url = ''] = process.argv.slice(2)
const postgres = await openPostgres({ url })
const gateway = await openGateway(
  {
    keys: postgres.keys,
    storeOf: (tenant) => postgres.store(tenant, noLargeBlobs),
    deltasOf: postgres.deltas,
    attendanceOf: postgres.attendance,
    wake: async () => undefined,
    troubleOf: async () => null,
    keyedProviders: async () => [],
    commands: async () => null,
    version: '1.2.3',
  },
  { port: 0 },
)
process.stdout.write(`${gateway.port}\n`)
