import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { storeContract } from '../../../contract/store-contract.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

storeContract('the sqlite store', () => {
  const directory = temporaryDirectory()
  return async () => openSqliteStore({ directory })
})
