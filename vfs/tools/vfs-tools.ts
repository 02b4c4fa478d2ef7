import type { OfferedTool } from '../../core/tools/toolset.ts'
import type { Dialect } from '../../core/values/model-facts.ts'
import { anthropicTools } from './dialects/anthropic.ts'
import { openaiTools } from './dialects/openai.ts'
import { plainTools } from './dialects/plain.ts'

const byDialect: Readonly<Record<Dialect, readonly OfferedTool[]>> = {
  anthropic: anthropicTools,
  openai: openaiTools,
  plain: plainTools,
}

/** The file tools under the names and fields that a family of models was trained on. */
export function vfsTools(dialect: Dialect): readonly OfferedTool[] {
  return byDialect[dialect]
}
