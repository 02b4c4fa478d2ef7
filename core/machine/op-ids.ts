import type { CommandId, OpId, RunId, ShellId, TurnId } from '../values/ids.ts'

/** The unit of work of one model answer. */
export function modelOpId(runId: RunId, turnId: TurnId): OpId {
  return `${runId}/${turnId}/model` as OpId
}

/** The unit of work of a failed attempt at an answer. */
export function attemptOpId(opId: OpId, attempt: number): OpId {
  return `${opId}/${attempt}` as OpId
}

/** The unit of work of the call at `index` of a turn; provider call ids may repeat, this cannot. */
export function callOpId(runId: RunId, turnId: TurnId, index: number): OpId {
  return `${runId}/${turnId}/c${index}` as OpId
}

/** The unit of work of the session's n-th compaction. */
export function compactionOpId(number: number): OpId {
  return `compact/${number}` as OpId
}

/** The unit of work of a person's command. */
export function shellOpId(shellId: ShellId): OpId {
  return `shell/${shellId}` as OpId
}

/** The append that makes the start of a person's command durable. */
export function shellStartOpId(shellId: ShellId): OpId {
  return `shell/${shellId}/start` as OpId
}

/** The append that a command's acceptance makes. */
export function commandOpId(id: CommandId): OpId {
  return `cmd/${id}` as OpId
}

/** The append in which a new writer records what its predecessor left behind. */
export function takeoverOpId(epoch: number): OpId {
  return `takeover/${epoch}` as OpId
}

/** The append in which a writer that leaves work in flight records what that took. */
export function leavingOpId(epoch: number): OpId {
  return `leaving/${epoch}` as OpId
}

/** The append in which a session records that it left another at `seq`: as a fork, or from another store. */
export function departureOpId(kind: 'fork' | 'import', seq: number): OpId {
  return `${kind}/${seq}` as OpId
}

/** The highest epoch that is part of one of these, 0 without any. */
export function lastEpoch(opIds: Iterable<OpId>): number {
  let last = 0
  for (const opId of opIds) last = Math.max(last, Number(/^(?:takeover|leaving)\/(\d+)$/.exec(opId)?.[1] ?? 0))
  return last
}
