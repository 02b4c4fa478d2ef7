/** Where a person is in a list that they search. */
export interface PickerState {
  readonly query: string
  /** Index in what fits the query. */
  readonly selected: number
  /** Sessions of every directory. */
  readonly all: boolean
}

/** What a keystroke asks for. */
export type PickerAct =
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'erased' }
  | { readonly type: 'cleared' }
  | { readonly type: 'widened' }
  /** By so many rows; `count` is how many there are. */
  | { readonly type: 'moved'; readonly by: number; readonly count: number }

/** Folds one act. What is typed changes what fits, so the selection begins again. */
export function evolvePicker(state: PickerState, act: PickerAct): PickerState {
  switch (act.type) {
    case 'typed':
      return { ...state, query: state.query + printable(act.text), selected: 0 }
    case 'erased':
      return { ...state, query: graphemes(state.query).slice(0, -1).join(''), selected: 0 }
    case 'cleared':
      return { ...state, query: '', selected: 0 }
    case 'widened':
      return { ...state, all: !state.all, selected: 0 }
    case 'moved':
      return { ...state, selected: Math.max(0, Math.min(act.count - 1, state.selected + act.by)) }
  }
}

/** The rows to show so that the selected one is among them. */
export function visibleRange(selected: number, count: number, rows: number): readonly [from: number, to: number] {
  const from = Math.max(0, Math.min(selected - Math.floor(rows / 2), count - rows))
  return [from, Math.min(count, from + rows)]
}

const segmenter = new Intl.Segmenter()

function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** A paste may hold line breaks and control characters. */
function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
}
