import { hearHangups, isHangup, tellHangup } from '../boot/hangup.ts'
import { tellStop } from '../boot/stop-signals.ts'

/**
 * Takes it for a hangup, from now on, when the terminal cannot be read or written any more: whoever takes stops is told,
 * and nothing else ends the process. Says whether the terminal is gone.
 */
export function watchTerminal(): () => boolean {
  const { stdin } = process
  let isGone = false
  hearHangups(() => {
    // The signal, the input and the output each tell.
    if (isGone) return
    isGone = true
    tellStop('closed')
  })
  stdin.on('end', tellHangup)
  stdin.on('error', (error) => {
    if (!isHangup(error)) throw error
    tellHangup()
  })
  return () => isGone
}
