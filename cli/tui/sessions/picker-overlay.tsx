import type { ReactNode } from 'react'
import type { SessionId } from '../../../core/values/ids.ts'
import { openSessionPicker, type PickWish } from './pick-session.tsx'
import { SessionPicker } from './session-picker.tsx'

/** A picker for a screen that is there already. */
export interface PickerOverlay {
  readonly node: ReactNode
  /** Resolves when the person has chosen; null when they left. */
  readonly picked: Promise<SessionId | null>
}

/** Opens the picker of sessions as a part of another screen. */
export async function openPickerOverlay(wish: PickWish): Promise<PickerOverlay> {
  const { props, close } = await openSessionPicker(wish)
  const { promise, resolve } = Promise.withResolvers<SessionId | null>()
  return { node: <SessionPicker {...props} onDone={resolve} />, picked: promise.finally(close) }
}
