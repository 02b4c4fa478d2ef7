import { existsSync } from 'node:fs'
import { jsonFlag } from '../../args/common-flags.ts'
import { toggle } from '../../args/flag.ts'
import { Command } from '../../command.ts'
import { bringDown, deleteStack } from '../../dev/bring-down.ts'
import { devPlaces } from '../../dev/dev-places.ts'
import { partTitles } from '../../dev/part-name.ts'
import { withStackLock } from '../../dev/stack-lock.ts'
import { DeniedError } from '../../errors.ts'
import { places as directories } from '../../open-store.ts'
import { confirm } from '../../prompt/confirm.ts'
import { note, printJson } from '../../render/print.ts'

/** `lightspeed dev down`. */
export default class DevDown extends Command {
  static override readonly summary = 'End what lightspeed dev up started'
  static override readonly description =
    'The server first, which hands over what is under way. Sessions and all other data stay for the next dev up; --delete-data removes them, after asking on a terminal.'
  static override readonly examples = ['<%= config.bin %> dev down', '<%= config.bin %> dev down --delete-data --yes']
  static override readonly flags = {
    'delete-data': toggle({ description: 'remove sessions, blobs, keys and logs of the stack for good' }),
    yes: toggle({ char: 'y', description: 'do not ask' }),
    json: jsonFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(DevDown, argv)
    const places = devPlaces(directories().data)
    const isThere = existsSync(places.root)
    const deletes = flags['delete-data'] && isThere
    if (deletes && !flags.yes && !(await confirm(`delete all sessions and keys of the stack in ${places.root}?`)))
      throw new DeniedError(`${places.root} was kept, and what runs goes on; --yes deletes without asking`)
    const stopped = isThere ? await this.stop(places, deletes) : []
    for (const { name, killed } of stopped) if (killed) note(`${partTitles[name]} did not end and was killed`)
    if (flags.json) return printJson({ stopped, deleted: deletes })
    if (stopped.length === 0) note('nothing was running')
    if (deletes) note(`deleted ${places.root}`)
    else if (isThere) note(`the data stays in ${places.root}; lightspeed dev up goes on with it`)
  }

  private stop(places: ReturnType<typeof devPlaces>, deletes: boolean): ReturnType<typeof bringDown> {
    return withStackLock(
      places.lock,
      () => note('another lightspeed dev is at work; waiting for it'),
      async () => {
        const stopped = await bringDown(places, (name) => note(`stopping ${partTitles[name]}`))
        if (deletes) deleteStack(places)
        return stopped
      },
    )
  }
}
