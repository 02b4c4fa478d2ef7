import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { newSession, request } from '../../../contract/store-samples.ts'
import { appendedBlob } from './appended-blob.ts'

/** A process that appends: `<directory> <name> <appends>`. Says `<head>` on a line for each that was acknowledged. */
const [directory = '', name = '', appends = ''] = process.argv.slice(2)
const store = openSqliteStore({ directory })
await store.sessions.create(newSession())
for (let index = 0; index < Number(appends); index++) {
  const result = await store.log.append(request(`${name}/${index}`, { blobs: [appendedBlob(index)] }))
  process.stdout.write(`${result.status === 'ok' ? result.head : result.status}\n`)
}
await store.close()
