import { environment } from '../../auth/environment.ts'
import { changeModel } from '../../session/change-model.ts'
import { listModels } from '../../config/list-models.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/model`. */
export const modelCommand: SlashCommand = {
  name: 'model',
  usage: '[MODEL[:EFFORT]]',
  summary: 'which model answers; within a session of the same API',
  candidates: async ({ config }) =>
    listModels(config.providers, environment(config.providers)).map(({ name, missingKey }) => ({
      value: name,
      summary: missingKey === null ? '' : `needs ${missingKey}`,
    })),
  run: async (argument, { client, config, say }) => {
    const current = client.conversation?.state.session
    if (argument === '') {
      say(`the model is ${client.modelName()}; /model followed by a name changes it`)
      return
    }
    if (!current) return client.prepareAnew({ model: argument, effort: null })
    const { session, onTheWay, proposals } = client
    const wish = { model: argument, effort: null }
    await onTheWay.asking(`/model ${argument}`, () =>
      changeModel(session, current, wish, config.providers, proposals.put, client.accept),
    )
  },
}
