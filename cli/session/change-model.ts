import type { Command } from '../../core/machine/commands.ts'
import type { State } from '../../core/machine/state.ts'
import type { SessionConfig } from '../../core/machine/session/state.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { resolveModel, type ResolvedModel } from '../../core/models/resolve-model.ts'
import type { Effort } from '../../core/values/model-facts.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { environment } from '../auth/environment.ts'
import { withEffort } from '../config/choose-model.ts'
import { UsageError } from '../errors.ts'

/** Which other model or effort the command line asks for. */
export interface ModelWish {
  readonly model: string | null
  readonly effort: Effort | null
}

/**
 * Makes sure that a session's model can be asked, and changes it when the command line says so.
 * `accept` may reject before anything is given to `submit`.
 * @throws ModelChoiceError; UsageError when the other model speaks another API
 */
export async function changeModel(
  session: SessionId,
  current: SessionConfig,
  wish: ModelWish,
  configured: readonly ConfiguredProvider[],
  submit: (command: Command) => Promise<void>,
  accept: (model: ResolvedModel) => Promise<void>,
): Promise<ResolvedModel> {
  const own = `${current.provider}/${current.model}`
  const effort = wish.effort ?? (wish.model === null ? current.effort : null)
  const resolved = resolveModel(withEffort(wish.model ?? own, effort), configured, environment(configured))
  const { choice, info } = resolved
  if (choice.api !== current.api) {
    throw new UsageError(
      `session ${session} speaks ${current.api} and ${choice.provider}/${choice.model} speaks ${choice.api}; start a new session for it`,
    )
  }
  await accept(resolved)
  const same =
    choice.provider === current.provider && choice.model === current.model && choice.effort === current.effort
  if (!same) {
    await submit({ kind: 'session.configure', ...choice, windowTokens: info.windowTokens })
  }
  return resolved
}

/** A wish, and where it leaves the model open the one of the session before; null when there is none. */
export async function wishAfter(
  wish: ModelWish,
  readBefore: (() => Promise<Pick<State, 'session'>>) | null,
): Promise<ModelWish> {
  if (wish.model !== null || readBefore === null) return wish
  const { session } = await readBefore()
  if (session === null) return wish
  return { model: `${session.provider}/${session.model}`, effort: wish.effort ?? session.effort }
}

/** What a session is created with of a model. */
export function sessionModel({ choice, dialect, info }: ResolvedModel) {
  return { ...choice, dialect, windowTokens: info.windowTokens }
}
