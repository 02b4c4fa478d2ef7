/**
 * Ids that pair each call of one answer with its result. A provider's id stays as it is; an empty
 * one, or the second of two equal ones, becomes `<answer id>_<position>`, which is unique in the session
 * wherever answers have ids.
 */
export function distinctIds(ids: readonly string[], answerId: string): readonly string[] {
  const prefix = answerId.replace(/[^a-zA-Z0-9_-]/g, '').slice(0, 48) || 'call'
  const taken = new Set<string>()
  return ids.map((id, i) => {
    let distinct = id === '' || taken.has(id) ? `${prefix}_${i}` : id
    while (taken.has(distinct) || (distinct !== id && ids.includes(distinct))) distinct += '_'
    taken.add(distinct)
    return distinct
  })
}
