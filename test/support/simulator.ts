import type { Command } from '../../core/machine/commands.ts'
import type { NewItem } from '../../core/machine/context/events.ts'
import type { ToolOutcome } from '../../core/machine/tool/events.ts'
import { advance, decide, evolve, initialState, type Event, type Intent, type State } from '../../core/machine/index.ts'
import { attemptOpId, commandOpId, takeoverOpId } from '../../core/machine/op-ids.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { Decision } from '../../core/values/decision.ts'
import type { CommandId, OpId, TurnId } from '../../core/values/ids.ts'
import type { EffectClass, ModelErrorCode, StopReason } from '../../core/values/model-facts.ts'

/** A ref whose digits tell tests apart; nothing is stored under it. */
export function testRef(seed: number | string): BlobRef {
  const hex = [...String(seed)].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return `sha256:${hex.padStart(64, '0').slice(-64)}` as BlobRef
}

export function testItem(kind: NewItem['kind'], seed: number | string): NewItem {
  return { kind, ref: testRef(seed), sizeBytes: 10 }
}

export const noLimits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }

export const createCommand: Command = {
  kind: 'session.create',
  api: 'openai-responses',
  provider: 'test',
  model: 'test-1',
  effort: null,
  dialect: 'plain',
  windowTokens: 1000,
  instructionsRef: testRef('instructions'),
  toolsRef: testRef('tools'),
  name: null,
}

/** What a simulated effect answers. */
export type Answer =
  | {
      readonly type: 'generated'
      readonly calls: readonly EffectClass[]
      readonly stop: StopReason
      readonly tokens: number
    }
  | { readonly type: 'retry'; readonly code: ModelErrorCode }
  | { readonly type: 'fail'; readonly code: ModelErrorCode }

type SettledIntent = Exclude<Intent, { kind: 'model.generate' | 'context.compact' | 'shell.start' }>

/** What a call or a person's command came to. */
function result(intent: SettledIntent, outcome: ToolOutcome): Event {
  const facts = { outcome, outputRef: null, exitCode: null, durationMs: 1 }
  if ('shell' in intent) {
    const { shellId } = intent.shell
    return { kind: 'shell.finished', shellId, item: testItem('shell', `res/${shellId}`), ...facts }
  }
  return { kind: 'tool.finished', call: intent.opId, item: testItem('tool-result', `res/${intent.opId}`), ...facts }
}

/** A session without a store: a log in an array, folded as a host would, laws kept in sight. */
export class Simulator {
  state: State = initialState
  readonly log: StoredEntry[] = []
  readonly ops = new Set<OpId>()
  private commands = 0
  private epochs = 0
  private serial = 0

  constructor() {
    this.command(createCommand)
  }

  get intents(): readonly Intent[] {
    return advance(this.state, [], 0).intents
  }

  command(command: Command): Decision<Event> {
    const id = `k${++this.commands}` as CommandId
    const decision = decide(this.state, command, id)
    if (decision.ok) this.append(commandOpId(id), decision.events)
    return decision
  }

  request(limits: Partial<typeof noLimits> | { readonly [name: string]: number | null } = {}): Decision<Event> {
    return this.command({
      kind: 'run.request',
      input: testItem('user', `in${++this.serial}`),
      limits: { ...noLimits, ...limits },
    })
  }

  /** A person asks for a command. */
  shell(): Decision<Event> {
    return this.command({ kind: 'shell.request', lineRef: testRef(`line${++this.serial}`) })
  }

  steer(): Decision<Event> {
    return this.command({ kind: 'run.steer', input: testItem('user', `steer${++this.serial}`), limits: noLimits })
  }

  /** Records a result; a second record of the same opId is dropped, as every store does. */
  append(opId: OpId, events: readonly Event[]): boolean {
    if (this.ops.has(opId) || events.length === 0) return false
    const at = this.log.length + 1
    const { state, facts } = advance(this.state, events, at)
    this.ops.add(opId)
    for (const event of [...events, ...facts]) this.log.push({ seq: this.log.length + 1, at, opId, event })
    this.state = state
    return true
  }

  answerModel(intent: Extract<Intent, { kind: 'model.generate' }>, answer: Answer): boolean {
    const { opId, turnId, attempt } = intent
    if (answer.type === 'retry') {
      const facts = { status: 500, message: 'no', delayMs: 5 }
      return this.append(attemptOpId(opId, attempt), [
        { kind: 'turn.retried', turnId, attempt, code: answer.code, ...facts },
      ])
    }
    if (answer.type === 'fail') {
      const facts = { status: 400, message: 'no', usage: null, costMicroUsd: null }
      return this.append(opId, [{ kind: 'turn.failed', turnId, attempt, code: answer.code, ...facts }])
    }
    return this.append(opId, [this.generated(turnId, answer)])
  }

  settle(intent: Intent, outcome: ToolOutcome): boolean {
    if (intent.kind === 'model.generate' || intent.kind === 'context.compact') return false
    if (intent.kind === 'shell.start')
      return this.append(intent.opId, [{ kind: 'shell.started', shellId: intent.shell.shellId }])
    return this.append(intent.opId, [
      ...(outcome === 'ok' && this.state.workspace.mounts[0] !== undefined
        ? [
            {
              kind: 'workspace.advanced' as const,
              path: '/workspace',
              headRef: testRef(++this.serial),
              call: intent.opId,
            },
          ]
        : []),
      result(intent, outcome),
    ])
  }

  compacted(intent: Extract<Intent, { kind: 'context.compact' }>, how: 'summary' | 'dropped' | 'kept'): boolean {
    const { number, opId } = intent
    if (how === 'kept') return this.append(opId, [{ kind: 'context.kept', number, message: 'no' }])
    const items = [testItem('summary', `sum${number}`)]
    return this.append(opId, [
      { kind: 'context.compacted', number, items, method: how, usage: null, costMicroUsd: null },
    ])
  }

  /** The driver dies; another takes over. */
  crash(): void {
    const started = this.state.tool.calls.filter(({ phase }) => phase === 'started')
    const lost = started.map(({ opId, attempt }): Event => ({ kind: 'tool.lost', call: opId, attempt }))
    const { active } = this.state.shell
    const shells: Event[] = active?.phase === 'started' ? [{ kind: 'shell.lost', shellId: active.shellId }] : []
    this.append(takeoverOpId(++this.epochs), [...lost, ...shells])
  }

  /** The fold of the log from nothing. */
  replayed(): State {
    return this.log.reduce((state, { event, at }) => evolve(state, event, at), initialState)
  }

  /** Answers everything wanted in the plainest way until the session rests. */
  finish(maxSteps = 1000): void {
    for (let step = 0; this.intents.length > 0; step++) {
      if (step > maxSteps) throw new Error('the session does not come to rest')
      for (const intent of this.intents) {
        if (intent.kind === 'model.generate')
          this.answerModel(intent, { type: 'generated', calls: [], stop: 'end', tokens: 10 })
        else if (intent.kind === 'context.compact') this.compacted(intent, 'summary')
        else this.settle(intent, intent.kind === 'tool.run' || intent.kind === 'shell.run' ? 'ok' : 'cancelled')
      }
    }
  }

  private generated(turnId: TurnId, answer: Extract<Answer, { type: 'generated' }>): Event {
    const calls = answer.calls.map((effectClass, index) => ({
      // Providers repeat ids: the machine must not care.
      callId: `call${index % 2}`,
      name: 'tool',
      argsRef: testRef('args'),
      effectClass,
    }))
    return {
      kind: 'turn.generated',
      turnId,
      items: [testItem('assistant', turnId)],
      calls,
      stop: answer.stop,
      usage: {
        inputTokens: answer.tokens,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 1,
        reasoningTokens: 0,
      },
      costMicroUsd: 3,
      textRef: null,
      durationMs: 1,
    }
  }
}
