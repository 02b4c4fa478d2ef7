import type { NativeItem } from '../../core/ports/model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { State } from '../../core/machine/state.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { CommandId } from '../../core/values/ids.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import { readFormat } from '../open-store.ts'
import { palette, wantsColor, type ColorChoice } from '../render/palette.ts'
import { printJson } from '../render/print.ts'
import { Screen, type Output } from '../render/screen.ts'
import { treeDiff } from '../workspace/mount-changes.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { JsonView, OutcomeView, StreamJsonView } from './json-view.ts'
import type { OutputFormat } from './run-flags.ts'
import type { RunView } from './run-view.ts'
import { TextView } from './text-view.ts'

/** How a run is to be shown. */
export interface ViewFacts {
  readonly format: OutputFormat
  readonly color: ColorChoice
  readonly quiet: boolean
  readonly ephemeral: boolean
  readonly commandId: CommandId
  readonly api: ApiKind
  /** Whether the run was asked for before: where the mounts stood then is not known. */
  readonly repeated: boolean
  /** Of the session before the run. */
  readonly state: State
}

const nowhere: Output = { write: () => true }

/** Opens the view of an output format. */
export function openView(facts: ViewFacts, store: Store): RunView {
  switch (facts.format) {
    case 'log':
      return new JsonView(printJson, facts.quiet)
    case 'stream-json':
      return new StreamJsonView(printJson, store.blobs, facts.quiet)
    case 'json':
      return new OutcomeView(printJson, facts.quiet)
    case 'text':
      return openTextView(facts, store)
  }
}

function openTextView(facts: ViewFacts, store: Store): TextView {
  const { stdout, stderr } = process
  const mounts = facts.repeated ? [] : facts.state.workspace.mounts
  return new TextView({
    screen: new Screen(stdout, facts.quiet ? nowhere : stderr),
    colors: palette(wantsColor(facts.color, process.env, stderr.isTTY)),
    blobs: store.blobs,
    commandId: facts.commandId,
    heads: new Map(mounts.map(({ path, headRef }) => [path, headRef])),
    diff: (before, after) => treeDiff(before, after, store.blobs),
    hasSource: mountsHere(facts.state.workspace.mounts, thisMachine(store)).some(({ source }) => source !== null),
    resultText: (item) => resultText(item, facts.api, store),
    showsDiffs: stderr.isTTY,
    hints: stderr.isTTY && !facts.ephemeral,
  })
}

async function resultText(ref: BlobRef, api: ApiKind, store: Store): Promise<string> {
  const format = await readFormat(api)
  const item = JSON.parse(Buffer.from(await store.blobs.get(ref)).toString()) as NativeItem
  return format
    .view(item)
    .flatMap((view) => (view.type === 'result' ? view.text : []))
    .join('\n')
}
