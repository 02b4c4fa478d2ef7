import type { Desk } from '../../chat/desk.ts'
import type { WaitingText } from '../../chat/waiting-texts.ts'
import type { ComingBack } from '../composer/coming-back.ts'
import type { CompletionMenu } from '../composer/completion-menu.ts'
import type { InputBox } from '../composer/input-box.ts'
import { placeholders } from '../key-hints.ts'
import type { KeyOf } from '../keys/key-label.ts'
import type { Paper } from '../paper.ts'
import type { Question } from '../question.ts'
import type { ScreenActions } from '../screen-actions.ts'
import type { SessionFacts } from '../session-facts.ts'
import type { Theme } from '../theme.ts'
import { composeFrame, type Frame } from './compose-frame.ts'
import { inputView } from './input-view.ts'
import { menuRows } from './menu-rows.ts'
import type { Waiting } from './queue-rows.ts'

/** What a chat has to show. */
export interface ChatFrameParts {
  readonly paper: Pick<Paper, 'answerTail' | 'thought' | 'calls'>
  readonly desk: Pick<Desk, 'client' | 'underWay'>
  readonly box: InputBox
  readonly menu: CompletionMenu
  readonly question: Pick<Question, 'text'>
  readonly look: { readonly theme: Theme }
  readonly facts: Pick<SessionFacts, 'waiting' | 'status'>
  readonly actions: Pick<ScreenActions, 'hint'>
  readonly back: Pick<ComingBack, 'texts'>
  readonly keyOf: KeyOf
}

/** Rows of a menu at most, and those that the screen has besides menu and input: what goes on, rule, status, the free one. */
const mostChoices = 8
const rowsBesides = 4

/** The live region of a chat as it is now. */
export function chatFrame(parts: ChatFrameParts, columns: number, rows: number): Frame {
  const { paper, desk, box, menu, question, facts, actions, keyOf } = parts
  const { theme } = parts.look
  const mostRows = Math.max(1, Math.min(12, Math.floor(rows / 3)))
  // Nothing of it can be ended from here any more.
  const isRefused = desk.client.activity.type === 'refused'
  const input = inputView(box, mostRows, theme, placeholders(keyOf, isRefused ? null : desk.underWay))
  return composeFrame({
    columns,
    rows,
    now: Date.now(),
    theme,
    paper,
    activity: desk.client.activity,
    waiting: [
      ...parts.back.texts.map((text) => ({ how: 'unsent', text }) as const),
      ...desk.client.onTheWay.list,
      ...facts.waiting().map(waitingLine),
    ],
    menu: menuRows({
      menu,
      question: question.text,
      search: box.search,
      hint: actions.hint.wordings,
      keyOf,
      columns,
      mostRows: Math.max(1, Math.min(mostChoices, rows - input.rows.length - rowsBesides)),
      theme,
    }),
    input,
    keyOf,
    status: facts.status(),
  })
}

function waitingLine({ waiting, text }: WaitingText): Waiting {
  return { how: waiting.type === 'steering' ? 'steering' : 'queued', text }
}
