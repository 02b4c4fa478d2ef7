import type { Stage } from '../../core/effects/stage.ts'
import type { NewItem } from '../../core/machine/context/events.ts'
import type { InputImage, ModelFormat } from '../../core/ports/model.ts'

/** What a person says as an item of the window; its bytes are staged, and only there. */
export function userInput(
  text: string,
  images: readonly InputImage[],
  format: Pick<ModelFormat, 'userItem'>,
  stage: Pick<Stage, 'putJson'>,
): NewItem {
  const { ref, sizeBytes } = stage.putJson(format.userItem(text, images))
  const imageBytes = images.reduce((sum, { base64 }) => sum + base64.length, 0)
  return { kind: 'user', ref, sizeBytes, ...(imageBytes === 0 ? {} : { imageBytes }) }
}
