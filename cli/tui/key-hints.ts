import type { UnderWay } from '../work/interruption.ts'
import type { KeyOf } from './keys/key-label.ts'
import type { KeyAction } from './keys/key-actions.ts'

/* Every hint is given in several wordings, the longest first, for terminals that are narrower; what is bound to
   nothing is left out. */

/** What an empty input says, by what is under way. */
export function placeholders(keyOf: KeyOf, underWay: UnderWay): readonly string[] {
  const does = doing(keyOf)
  const queues = does('send', 'queues')
  switch (underWay) {
    case 'run': {
      const [steers, interrupts] = [does('send', 'steers'), does('interrupt', 'interrupts')]
      return [listed(steers, does('queue', 'queues'), interrupts), listed(steers, interrupts), listed(steers)]
    }
    case 'shell':
      return [listed(queues, does('interrupt', 'stops the command')), listed(queues, does('interrupt', 'stops it'))]
    case 'compaction':
      return [listed(queues, does('interrupt', 'stops the compaction')), listed(queues, does('interrupt', 'stops it'))]
    case null:
      return [
        parted('say what to do', listed('/ for commands', does('show-keys', 'for keys'))),
        parted('say what to do', listed('/ commands', does('show-keys', 'keys'))),
        parted('say what to do', does('show-keys', 'for keys')),
        'say what to do',
      ]
  }
}

/** What the first Ctrl+C says, by what is under way. */
export function leavingHints(keyOf: KeyOf, underWay: UnderWay): readonly string[] {
  const does = doing(keyOf)
  // A signal asks for it too, where no key does.
  const leaves = does('clear', 'again leaves') ?? 'once more leaves'
  switch (underWay) {
    case 'run':
      return [
        parted(`${leaves}, the run goes on`, does('interrupt', 'interrupts it')),
        parted(leaves, does('interrupt', 'interrupts')),
        leaves,
      ]
    case 'shell':
      return [parted('the command is told to stop', leaves), parted('stopping', leaves), leaves]
    case 'compaction':
      return [
        parted(leaves, does('interrupt', 'stops the compaction')),
        parted(leaves, does('interrupt', 'stops it')),
        leaves,
      ]
    case null:
      return [leaves]
  }
}

/** What can be done while the history is searched. */
export function searchHints(keyOf: KeyOf): readonly string[] {
  const does = doing(keyOf)
  const [takes, leaves] = [does('search-accept', 'takes it'), does('search-cancel', 'leaves')]
  return [listed(takes, does('search-older', 'looks further'), leaves), listed(takes, leaves), listed(takes), '']
}

type Does = (action: KeyAction, what: string) => string | null

function doing(keyOf: KeyOf): Does {
  return (action, what) => {
    const key = keyOf(action)
    return key === null ? null : `${key} ${what}`
  }
}

function listed(...phrases: readonly (string | null)[]): string {
  return phrases.filter((phrase) => phrase !== null).join(', ')
}

function parted(...phrases: readonly (string | null)[]): string {
  return phrases.filter((phrase) => phrase !== null).join('; ')
}
