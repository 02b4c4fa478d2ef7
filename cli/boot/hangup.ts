import { errorCode } from '../../core/values/errors.ts'

/* The process carries the news, as it carries stops. */
const news: NodeJS.EventEmitter = process
const eventName = 'lightspeed:hangup'

/** What reading and writing say when a terminal is gone. */
const goneCodes: readonly string[] = ['EIO', 'EPIPE', 'ENXIO']

/** Whether an error of stdin or stdout says that their terminal is gone. */
export function isHangup(error: unknown): boolean {
  return goneCodes.includes(errorCode(error) ?? '')
}

/** Tells whoever works on the terminal that it is gone; false when nobody does. */
export function tellHangup(): boolean {
  return news.emit(eventName)
}

/** Hears of hangups from now on. */
export function hearHangups(handler: () => void): void {
  news.on(eventName, handler)
}
