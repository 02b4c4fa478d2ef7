import type { Bill } from '../values/model-facts.ts'
import type { ModelChoice, Models } from '../ports/models.ts'
import type { Metered } from './meter.ts'

/** What was metered, with its price, as the fields of an event. */
export function billOf(metered: Metered, choice: ModelChoice, models: Pick<Models, 'cost'>): Bill {
  return { ...metered, costMicroUsd: models.cost(choice, metered.usage) }
}
