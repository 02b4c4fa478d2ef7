import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { storeContract } from '../../../contract/store-contract.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { damageBlob } from './damage-blob.ts'

storeContract('the sqlite store', () => {
  const directory = temporaryDirectory()
  const connect = async () => openSqliteStore({ directory })
  return Object.assign(connect, { damage: damageBlob.bind(null, directory) })
})
