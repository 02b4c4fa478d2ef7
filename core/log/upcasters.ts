/** The fields of an event as stored, without its kind. */
export type Payload = { readonly [field: string]: unknown }

/** Turns the payload of one version into that of the next. Pure, total, never removed. */
export type Upcaster = (payload: Payload) => Payload

/** By `<kind>@<from version>`. Empty until the first shape changes; see CONTRIBUTING, "Change an event". */
export const upcasters: Readonly<Record<string, Upcaster>> = {}
