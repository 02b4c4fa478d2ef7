import type { BlobStore } from '../../core/ports/blob-store.ts'
import { contentRefs } from '../../vfs/diff/diff-trees.ts'
import { unifiedDiff, type BinaryForm } from '../../vfs/diff/unified-diff.ts'
import { readAhead } from '../../vfs/tree/read-ahead.ts'
import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, colorFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { toggle } from '../args/flag.ts'
import { Command } from '../command.ts'
import { readState, withStore } from '../open-store.ts'
import { palette, wantsColor } from '../render/palette.ts'
import { paintDiff } from '../render/paint-diff.ts'
import { note, print, printJson } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { countLines, statLines } from '../workspace/diff-stat.ts'
import { changeWord, mountChanges, type MountChanges } from '../workspace/mount-changes.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'

/** `lightspeed diff`. */
export default class Diff extends Command {
  static override readonly summary = 'Show what a session changed'
  static override readonly description =
    'Compares the workspace with what was mounted, or last applied. The output is a patch that git apply takes.'
  static override readonly examples = [
    '<%= config.bin %> diff',
    '<%= config.bin %> diff k7m2x --stat',
    '<%= config.bin %> diff | git apply --check',
  ]
  static override readonly flags = {
    stat: toggle({ exclusive: ['name-only', 'json'], description: 'only how many lines of each file' }),
    'name-only': toggle({ exclusive: ['json'], description: 'only the paths' }),
    json: jsonFlag,
    color: colorFlag,
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Diff, argv)
    changeDirectory(flags.cd)
    const colored = wantsColor(flags.color ?? 'auto', process.env, process.stdout.isTTY)
    const colors = palette(colored)
    await withStore(async (store) => {
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const { workspace } = await readState(store, session.id)
      const all = await mountChanges(mountsHere(workspace.mounts, thisMachine(store)), store.blobs)
      if (flags['name-only']) return print(changedPaths(all).join('\n'))
      // Elsewhere than on a terminal the patch goes out as it is and whole, so that it can be applied.
      const isPatch = !flags.json && !flags.stat && !colored && !process.stdout.isTTY
      const diffs = await fileDiffs(all, store.blobs, isPatch ? 'patch' : 'named')
      if (flags.json) return printJson(diffs.map(({ diff, path, ...file }) => ({ ...file, ...countLines(path, diff) })))
      if (diffs.length === 0) return note(`no changes in session ${session.id}`)
      if (flags.stat)
        return print(
          statLines(
            diffs.map(({ path, diff }) => countLines(path, diff)),
            colors,
          ),
        )
      for (const { diff } of diffs) print(isPatch ? diff : paintDiff(diff, colors))
    })
  }
}

interface FileDiff {
  readonly mount: string
  /** Relative to the mount. */
  readonly path: string
  readonly change: string
  readonly diff: string
}

function changedPaths(all: readonly MountChanges[]): readonly string[] {
  return all.flatMap(({ changes }) => changes.map(({ path }) => path))
}

async function fileDiffs(
  all: readonly MountChanges[],
  blobs: Pick<BlobStore, 'get' | 'getMany'>,
  binary: BinaryForm,
): Promise<readonly FileDiff[]> {
  const diffs: FileDiff[] = []
  for (const { mount, changes } of all) {
    const ahead = readAhead(contentRefs(changes), blobs)
    for (const change of changes) {
      const diff = await unifiedDiff(change, ahead, binary)
      diffs.push({ mount: mount.path, path: change.path, change: changeWord(change.type), diff })
    }
  }
  return diffs
}
