import { sessionTotals } from '../../core/machine/view/session-totals.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { ChangedFiles } from '../chat/changed-files.ts'
import type { Next } from '../chat/commands/slash-command.ts'
import { Desk } from '../chat/desk.ts'
import { chooseTheme, type FaceFacts } from '../chat/face.ts'
import { contextShare, type StatusFacts } from '../chat/status.ts'
import { WaitingTexts } from '../chat/waiting-texts.ts'
import { places } from '../open-store.ts'
import { ChatScreen } from './chat-screen.ts'
import { CompletionMenu } from './composer/completion-menu.ts'
import { InputBox } from './composer/input-box.ts'
import { historyPath, openHistory } from './editor/input-history.ts'
import { makeKeymap } from './keys/keymap.ts'
import { Paper } from './paper.ts'
import { Pulse } from './pulse.ts'
import { Question } from './question.ts'
import { leaveSession } from '../chat/leave-session.ts'
import { ScreenActions } from './screen-actions.ts'
import { openTerminal } from './terminal.ts'
import { theme as themeOf, themeNames } from './theme.ts'

/** A session on a screen that repaints, until the person leaves it. */
export async function openScreen(given: FaceFacts): Promise<Next> {
  const { config, store, work, flags } = given
  const { stdout } = process
  let theme = themeOf(chooseTheme(flags, config.theme, process.env))
  const pulse = new Pulse()
  const question = new Question(() => pulse.now())
  const menu = new CompletionMenu()
  const view = { unfoldsThinking: false }
  const style = () => ({ theme, width: Math.max(1, stdout.columns), unfoldsThinking: view.unfoldsThinking })
  const paper = new Paper(style, (isUrgent) => (isUrgent ? pulse.shortly() : pulse.soon()))
  const leaving = Promise.withResolvers<Next>()
  const desk: Desk = new Desk(given.facts, config, store, work, {
    audience: paper,
    close: leaving.resolve,
    setTheme: (name) => {
      const known = themeNames.find((candidate) => candidate === name)
      if (known !== undefined) theme = themeOf(known)
      return known !== undefined
    },
    lend: (task) => screen.lend(task),
    ask: (text, keys) => question.ask(text, keys),
  })
  const { client } = desk
  const files = new ChangedFiles(store.blobs, () => pulse.soon())
  let waitingTexts: WaitingTexts | null = null
  const waiting = () => {
    if (client.conversation === null || client.texts === null) return []
    waitingTexts ??= new WaitingTexts(client.texts, () => pulse.soon())
    return waitingTexts.list(client.conversation.state)
  }
  const status = (): StatusFacts => {
    const state = client.conversation?.state ?? null
    const totals = state === null ? null : sessionTotals(state)
    if (state !== null) files.update(state.workspace.mounts)
    return {
      model: client.modelName().replace(/^[^/]*\//, ''),
      contextShare: state === null ? null : contextShare(state),
      contextTokens: state?.context.tokens ?? 0,
      usage: totals?.usage ?? null,
      costMicroUsd: totals === null || !totals.isPriced ? null : totals.costMicroUsd,
      filesChanged: files.count,
      queued: waiting().length,
      others: Math.max(0, client.present.filter(({ since }) => since !== null).length - 1),
      remarks: [
        ...given.remarks,
        ...(client.driving?.type === 'following' ? [`driven by pid ${client.driving.owner.pid}`] : []),
      ],
    }
  }
  const history = openHistory(historyPath(places().data))
  const actions = new ScreenActions({ desk, paper, pulse, waiting, view, history, leave: leaving.resolve })
  const box = new InputBox({
    keymap: makeKeymap(config.keys ?? {}),
    history,
    menu,
    isRunning: () => desk.isBusy,
    width: () => Math.max(2, stdout.columns - 3),
    changed: () => pulse.now(),
    act: (action) => actions.perform(action),
  })
  actions.box = box
  const screen: ChatScreen = new ChatScreen({
    pulse,
    paper,
    desk,
    box,
    menu,
    question,
    theme: () => theme,
    status,
    waiting: () =>
      waiting().map(({ waiting: each, text }) => ({ how: each.type === 'steering' ? 'steering' : 'queued', text })),
    hint: () => actions.hint,
  })
  const terminal = openTerminal(screen)
  const releaseStops = takeStops((stop) => {
    if (stop === 'interrupted') actions.perform('clear')
    else leaving.resolve({ type: 'leave' })
  })
  try {
    terminal.title(`lightspeed · ${given.facts.directory}`)
    await client.open()
    if (given.prompt !== '') await desk.take(given.prompt, 'send')
    return await leaving.promise
  } finally {
    releaseStops()
    await leaveSession(desk, given.sandbox)
    screen.end()
    await terminal.drawn()
    pulse.stop()
    terminal.restore()
    await client.close()
  }
}
