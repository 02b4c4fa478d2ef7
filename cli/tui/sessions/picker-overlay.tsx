import type { ReactNode } from 'react'
import type { SessionId } from '../../../core/values/ids.ts'
import { openSessionPicker, type PickWish } from './pick-session.tsx'
import { SessionPicker, type SessionPickerProps } from './session-picker.tsx'

/** A picker for a screen that is there already. */
export interface PickerOverlay {
  readonly node: ReactNode
  /** Resolves when the person has chosen; null when they left. */
  readonly picked: Promise<SessionId | null>
}

/** Opens the picker of sessions as a part of another screen, which hears of the choice and what is typed behind it at once. */
export async function openPickerOverlay(
  wish: PickWish,
  told: Pick<SessionPickerProps, 'onDone' | 'onRest'>,
): Promise<PickerOverlay> {
  const { props, close } = await openSessionPicker(wish)
  const { promise, resolve } = Promise.withResolvers<SessionId | null>()
  const onDone = (picked: SessionId | null): void => {
    told.onDone(picked)
    resolve(picked)
  }
  return { node: <SessionPicker {...props} {...told} onDone={onDone} />, picked: promise.finally(close) }
}
