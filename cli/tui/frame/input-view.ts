import type { InputBox } from '../composer/input-box.ts'
import type { UnderWay } from '../../work/interruption.ts'
import type { Theme } from '../theme.ts'
import type { InputView } from './frame-parts.ts'

/** What keys do, by what is under way. */
const placeholders = {
  run: 'Enter steers, Tab queues, Esc interrupts',
  shell: 'Enter queues, Esc stops the command',
  compaction: 'Enter queues, Esc stops the compaction',
  nothing: 'say what to do; / for commands, ? for keys',
}

/** The input box as it is drawn. */
export function inputView(box: InputBox, mostRows: number, theme: Theme, underWay: UnderWay): InputView {
  const { rows, cursor, above, below } = box.layout(mostRows)
  const drawn = rows.map((row) => row.map(({ text, atom }) => (atom ? theme.accent(text) : text)).join(''))
  return {
    rows: drawn,
    cursor,
    mark: above ? '↑' : below ? '↓' : '›',
    placeholder: placeholders[underWay ?? 'nothing'],
    isEmpty: box.composer.isEmpty && box.search === null,
  }
}
