import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

/** Waits, within bounds, for a moment in which others leave most of the machine alone. @returns their share, 0 to 1 */
export async function quietMoment(mostShare = 0.25, patienceMs = Number(process.env['BENCH_PATIENCE_MS'] ?? 20_000)) {
  const until = performance.now() + patienceMs
  for (;;) {
    const share = await busyShare(200)
    if (share <= mostShare || performance.now() > until) return share
  }
}

/** What all processes together use of the machine during so many ms. */
async function busyShare(ms: number): Promise<number> {
  const before = times()
  await wait(ms)
  const after = times()
  return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all)
}

function times(): { readonly idle: number; readonly all: number } {
  const each = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
    idle,
    all: user + nice + sys + idle + irq,
  }))
  return each.reduce((sum, { idle, all }) => ({ idle: sum.idle + idle, all: sum.all + all }), { idle: 0, all: 0 })
}
