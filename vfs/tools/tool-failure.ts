import { LightspeedError } from '../../core/values/errors.ts'

/** Something the model can mend: the message becomes the result of its call. Nothing was changed. */
export class ToolFailure extends LightspeedError {
  readonly code = 'tool-failure'
}
