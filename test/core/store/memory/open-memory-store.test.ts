import { openMemoryStore } from '../../../../core/store/memory/open-memory-store.ts'
import { storeContract } from '../../../contract/store-contract.ts'

storeContract('the memory store', () => {
  // Its data lives in one object: every connection is that one.
  const store = openMemoryStore()
  return async () => store
})
