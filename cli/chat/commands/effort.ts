import { resolveModel } from '../../../core/models/resolve-model.ts'
import { allEfforts } from '../../../core/models/model-info.ts'
import { environment } from '../../auth/environment.ts'
import { UsageError } from '../../errors.ts'
import { changeModel } from '../../session/change-model.ts'
import type { ChatDesk, SlashCommand } from './slash-command.ts'

/** `/effort`. */
export const effortCommand: SlashCommand = {
  name: 'effort',
  usage: '[LEVEL]',
  summary: 'how hard the model thinks',
  candidates: async (desk) => levels(desk).map((value) => ({ value, summary: '' })),
  run: async (argument, desk) => {
    const { client, config, say } = desk
    const known = levels(desk)
    if (argument === '') {
      say(`efforts of this model: ${known.length === 0 ? 'none' : known.join(', ')}`)
      return
    }
    const effort = known.find((level) => level === argument)
    if (effort === undefined)
      throw new UsageError(`no effort ${argument}; this model takes ${known.join(', ') || 'none'}`)
    const current = client.conversation?.state.session
    if (!current) return client.prepareAnew({ model: null, effort })
    const { session, onTheWay, proposals } = client
    await onTheWay.asking(`/effort ${effort}`, () =>
      changeModel(session, current, { model: null, effort }, config.providers, proposals.put, client.accept),
    )
  },
}

function levels({ client, config }: ChatDesk) {
  return resolveModel(client.modelName(), config.providers, environment(config.providers)).info.efforts ?? allEfforts
}
