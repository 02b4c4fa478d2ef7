import { addressFault } from '../../remote/client/address-fault.ts'
import { isRemoteName } from '../config/remotes.ts'
import { UsageError } from '../errors.ts'

/** Refuses what is neither a name nor an address of a gateway; `where` says what holds it. @throws UsageError */
export function checkRemote(remote: string, where: string): void {
  const fault = isRemoteName(remote) ? null : addressFault(remote)
  if (fault !== null) throw new UsageError(`${where} ${fault}`)
}
