import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { thisDisk } from '../args/mount-disk.ts'
import { readPlaceSpec } from '../args/place-spec.ts'
import { repeated, toggle } from '../args/flag.ts'
import { Command } from '../command.ts'
import { openBlobStage, openWork } from '../compose.ts'
import { journalDirectory, loadConfig, places, readState, withStore } from '../open-store.ts'
import { UsageError } from '../errors.ts'
import { note, printJson } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { applyMounts } from '../workspace/apply-mounts.ts'
import { applyExitCode, applyReport } from '../workspace/apply-report.ts'
import { mountChanges } from '../workspace/mount-changes.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { placeMounts } from '../workspace/place-mounts.ts'
import { recordApply } from '../workspace/record-apply.ts'
import { selectPaths } from '../workspace/select-paths.ts'
import { thisMachine } from '../workspace/this-machine.ts'

/** `lightspeed apply`. */
export default class Apply extends Command {
  static override readonly summary = 'Write what a session changed to disk'
  static override readonly description = `Files that changed on disk since they were mounted are conflicts: they are shown and left alone (exit code 1). Files that run code by existing, such as .envrc or git hooks, need --allow-exec-files (exit code 4 without it). A directory that was mounted on another machine is left alone: --to names one of this machine, which apply and diff mean from then on. Paths after -- limit it to those files or directories.`
  static override readonly examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply --dry-run',
    '<%= config.bin %> apply -- src/date.ts test/',
    '<%= config.bin %> apply k7m2x --to .',
    '<%= config.bin %> apply k7m2x --to ./app:/workspace --to ./lib:/mnt/lib',
  ]
  static override readonly flags = {
    'dry-run': toggle({ description: 'only show what would be written' }),
    'allow-exec-files': toggle({ description: 'also write files that run code by existing' }),
    to: repeated((value) => value, {
      helpValue: 'DIR[:PATH]',
      description:
        'write the changes of a workspace that has no directory here to DIR; where several have none, PATH says which is meant, and --to is given for each',
    }),
    json: jsonFlag,
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }
  static override readonly strict = false

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest, behind } = this.parse(Apply, argv)
    const [wanted, extra] = rest.slice(0, rest.length - behind.length)
    if (extra !== undefined) throw new UsageError(`unexpected argument ${extra}; paths go behind --`)
    changeDirectory(flags.cd)
    const directory = currentDirectory()
    const to = flags.to.map((place) => readPlaceSpec(place, '--to', thisDisk))
    await withStore(async (store) => {
      const session = await sessionOrLast(store, wanted, directory, store.blobs)
      const state = await readState(store, session.id)
      const machine = thisMachine(store)
      const known = mountsHere(state.workspace.mounts, machine)
      const mounts = placeMounts({ mounts: known, machine, session: session.id }, to)
      const all = await mountChanges(mounts, store.blobs)
      const only = behind.length > 0 ? selectPaths(behind, all, directory) : null
      const blobs = openBlobStage(store)
      const applied = await applyMounts({
        session: session.id,
        mounts: all.map(({ mount }) => mount),
        blobs,
        journalDirectory: journalDirectory(),
        only,
        allowExecFiles: flags['allow-exec-files'],
        dryRun: flags['dry-run'],
      })
      const work = openWork(store, { config: loadConfig(), sandbox: 'auto', stateDirectory: places().data })
      await recordApply(session.id, applied, blobs.staged(), work.host)
      if (flags.json)
        printJson(
          applied.map(({ mount, newBase: _, ...result }) => ({
            mount: mount.path,
            directory: mount.source,
            ...result,
          })),
        )
      else note(applyReport(applied, flags['dry-run']).join('\n'))
      process.exitCode = applyExitCode(applied)
    })
  }
}
