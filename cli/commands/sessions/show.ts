import type { Activity } from '../../../core/host/activity.ts'
import type { State } from '../../../core/machine/state.ts'
import type { SessionSummary } from '../../../core/ports/session-index.ts'
import { changeDirectory, currentDirectory } from '../../args/change-directory.ts'
import { cdFlag, remoteFlag, colorFlag, jsonFlag, sessionArg } from '../../args/common-flags.ts'
import { Command } from '../../command.ts'
import { readActivity, readFormat, readState, withStore } from '../../open-store.ts'
import { FailedError } from '../../errors.ts'
import { palette, wantsColor, type Palette } from '../../render/palette.ts'
import { print, printJson } from '../../render/print.ts'
import { sanitize, sanitizeLine } from '../../render/sanitize.ts'
import { table } from '../../render/table.ts'
import { activityWords } from '../../session/activity-words.ts'
import { addRun, noTotals, totalsLine } from '../../transfer/totals.ts'
import { sessionOrLast } from '../../session/pick-session.ts'
import { readHistory, type History, type Passage } from '../../session/read-history.ts'
import { commandLine } from '../../remote/typed-remote.ts'
import { elsewhere, mountsHere, type MountHere } from '../../workspace/mounts-here.ts'
import { thisMachine } from '../../workspace/this-machine.ts'

/** `lightspeed sessions show`. */
export default class SessionsShow extends Command {
  static override readonly summary = 'Show a session: its facts, and what was said and done'
  static override readonly examples = [
    '<%= config.bin %> sessions show',
    '<%= config.bin %> sessions show k7m2x --json',
  ]
  static override readonly flags = { json: jsonFlag, color: colorFlag, cd: cdFlag, remote: remoteFlag }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(SessionsShow, argv)
    changeDirectory(flags.cd)
    await withStore(async (store) => {
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const state = await readState(store, session.id)
      if (state.session === null)
        throw new FailedError(
          'session-empty',
          `session ${session.id} was never begun; ${commandLine(`run -r ${session.id}`)} begins it`,
        )
      const history = await readHistory(session.id, store, await readFormat(state.session.api))
      const activity = await readActivity(store, session.id)
      if (flags.json) {
        return printJson({
          ...session,
          ...activity,
          ...state.session,
          mounts: state.workspace.mounts,
          runs: history.runs,
          passages: history.passages,
        })
      }
      const colors = palette(wantsColor(flags.color ?? 'auto', process.env, process.stdout.isTTY))
      print(
        [
          facts(
            session,
            activity,
            { ...state, mounts: mountsHere(state.workspace.mounts, thisMachine(store)) },
            history,
          ),
          ...history.passages.map((passage) => passageText(passage, colors)),
        ].join('\n'),
      )
    })
  }
}

function facts(
  session: SessionSummary,
  activity: Activity,
  { session: config, mounts }: Pick<State, 'session'> & { readonly mounts: readonly MountHere[] },
  { runs }: History,
): string {
  return table([
    ['session', session.id],
    ...(session.name === null ? [] : [['name', session.name]]),
    ['state', activityWords(activity)],
    ['model', `${session.model}${config?.effort ? `:${config.effort}` : ''}`],
    ['directory', session.directory],
    ...mounts.map((mount) => ['mount', mountLine(mount)]),
    ['started', new Date(session.createdAt).toISOString()],
    ['updated', new Date(session.updatedAt).toISOString()],
    ['used', totalsLine(runs.reduce(addRun, noTotals))],
  ])
}

function mountLine(mount: MountHere): string {
  const place = elsewhere(mount) ?? mount.source
  const marks = [mount.readOnly ? ' (read-only)' : '', mount.headRef === mount.baseRef ? '' : ' (changed)']
  return `${mount.path}${place === null ? '' : ` from ${place}`}${marks.join('')}`
}

function passageText(passage: Passage, colors: Palette): string {
  switch (passage.type) {
    case 'prompt':
      return `${colors.bold(sanitize(`> ${passage.text.replaceAll('\n', '\n> ')}`))}\n`
    case 'answer':
      return `${sanitize(passage.text)}\n`
    case 'call': {
      const exit = passage.exitCode === null ? '' : `, exit ${passage.exitCode}`
      return colors.dim(sanitizeLine(`  ${passage.title} (${passage.outcome}${exit})`))
    }
    case 'end':
      return colors.dim(`  ${passage.run} ${passage.outcome}\n`)
  }
}
