import { homedir } from 'node:os'
import { Desk } from '../chat/desk.ts'
import type { Next } from '../chat/commands/slash-command.ts'
import { chooseTheme, themeInForce } from '../chat/choose-theme.ts'
import type { FaceFacts } from '../chat/face-facts.ts'
import { whyNotYet } from '../chat/leave-session.ts'
import { places } from '../open-store.ts'
import { ChatKeys } from './chat-keys.ts'
import { ChatScreen } from './chat-screen.ts'
import { ChatCompletions } from './composer/completion-sources.ts'
import { CompletionMenu } from './composer/completion-menu.ts'
import { ComingBack } from './composer/coming-back.ts'
import { textDraft } from './composer/composer.ts'
import { InputBox } from './composer/input-box.ts'
import { openDraftStore } from './editor/draft-store.ts'
import { historyPath, openHistory } from './editor/input-history.ts'
import { followSession } from './follow-session.ts'
import { keysOf } from './keys/key-label.ts'
import { makeKeymap } from './keys/keymap.ts'
import { Outbox } from './outbox.ts'
import { Paper } from './paper.ts'
import { Pulse } from './pulse.ts'
import { Question } from './question.ts'
import { restoreSending } from './restore-sending.ts'
import { ScreenActions } from './screen-actions.ts'
import { SessionFacts } from './session-facts.ts'
import { theme as themeOf, themeNames } from './theme.ts'

/** A chat screen, put together. */
export interface BuiltScreen {
  readonly desk: Desk
  readonly screen: ChatScreen
  readonly pulse: Pulse
  /** What Ctrl+C does. */
  clear(): void
  readonly facts: SessionFacts
  /** Sends a prompt that nobody typed here. */
  say(text: string): Promise<void>
  /** Writes what is not sent yet. */
  keepDraft(): void
}

/** The rule and the mark before the text. */
const markColumns = 3

/** Puts a chat's screen together; nothing is drawn and nothing is read before it is mounted. */
export function buildScreen(given: FaceFacts, leave: (next: Next) => void): BuiltScreen {
  const { config, store, work, flags } = given
  const columns = () => Math.max(2, process.stdout.columns)
  const look = { theme: themeOf(chooseTheme(flags, config.theme, process.env)), unfoldsThinking: false }
  const keymap = makeKeymap(config.keys ?? {})
  const keyOf = keysOf(keymap)
  const pulse = new Pulse()
  const question = new Question(() => pulse.now())
  const paper = new Paper(
    () => ({ ...look, width: columns(), expandKey: keyOf('expand') }),
    (isUrgent) => (isUrgent ? pulse.shortly() : pulse.soon()),
  )
  const desk: Desk = new Desk(
    given.facts,
    themeInForce(config, () => look.theme.name),
    store,
    work,
    {
      audience: paper,
      close: (next) => {
        const unready = whyNotYet(next, given.departures)
        if (unready !== null) return desk.say(unready, 'warning')
        // What is typed from now on is for the next one.
        if (next.type !== 'leave') screen.leave()
        leave(next)
      },
      setTheme: (name) => {
        const known = themeNames.find((candidate) => candidate === name)
        if (known !== undefined) look.theme = themeOf(known)
        return known !== undefined
      },
      lend: (task) => screen.lend(task),
      ask: (text, keys) => question.ask(text, keys),
      pick: () => screen.pick(),
    },
  )
  const { data } = places()
  const { session, known, directory } = given.facts
  const drafts = openDraftStore(data, known ? { session } : { directory })
  if (!known) followSession(desk.client, pulse, drafts)
  const history = openHistory(historyPath(data))
  const completions = new ChatCompletions(desk, () => {
    menu.update(box.composer.draft)
    pulse.now()
  })
  const menu = new CompletionMenu(completions.sources)
  const facts = new SessionFacts(desk, given.remarks, () => pulse.soon())
  const back = new ComingBack({
    keep: (returned) => drafts.sending({ session, ...returned }),
    given: (...commands) => drafts.settled(...commands),
    changed: () => pulse.now(),
  })
  const outbox = new Outbox({ desk, history, drafts, completions, back, waiting: facts.waiting })
  const { sandbox } = given
  const actions = new ScreenActions({ desk, pulse, look, outbox, paper, leave, keyOf, sandbox })
  const box: InputBox = new InputBox({
    keymap,
    history,
    menu,
    drafts,
    imagePlaces: { cwd: directory, home: homedir() },
    complain: (mistake) => desk.say(mistake, 'error'),
    isRunning: () => desk.underWay !== null,
    width: () => columns() - markColumns,
    changed: () => pulse.now(),
    heard: (action) => actions.heard(action),
    act: (action) => actions.perform(action, box),
  })
  if (drafts.restored !== null) box.composer.replace(drafts.restored)
  void restoreSending(drafts, store.inbox, back, box.composer)
  const keys = new ChatKeys({ question, box, pulse }, given.typed)
  const screen: ChatScreen = new ChatScreen({
    pulse,
    paper,
    desk,
    box,
    menu,
    question,
    look,
    facts,
    actions,
    back,
    keys,
    keyOf,
  })
  const say = (text: string) => outbox.deliver(textDraft(text), 'send', box.composer)
  const clear = () => actions.perform('clear', box)
  return { desk, screen, pulse, clear, say, facts, keepDraft: () => void drafts.flush() }
}
