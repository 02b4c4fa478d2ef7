import { NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import { createActivities, type Stretch } from './activities.ts'
import { longestTaskMs } from './messages.ts'

/** How a worker is opened. */
export interface WorkerOptions {
  /** `host:port` of Temporal. */
  readonly address: string
  readonly namespace: string
  readonly taskQueue: string
  readonly workflowBundle: WorkflowBundleOption
  /** The way to work on a tenant's sessions. */
  readonly stretchOf: (tenant: string) => Stretch
  /** Sessions worked on at once; a turn mostly waits for its model. */
  readonly sessionsAtOnce?: number
  /** Workflows kept in memory, about 50 kB each. */
  readonly cachedWorkflows?: number
  /** Another worker takes what this one keeps in mind when it says nothing for so long, ms. */
  readonly silenceMs?: number
  /** How long work under way may take to come to a place where another worker goes on, ms. */
  readonly graceMs?: number
}

/** A worker that works. */
export interface RunningWorker {
  /** Rejects when it could not go on. */
  readonly ended: Promise<void>
  /** Hands over what is under way and ends. */
  stop(): Promise<void>
}

/** Connects, and works until it is stopped. */
export async function openWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { sessionsAtOnce = 500, cachedWorkflows = 2_000, silenceMs = longestTaskMs, graceMs = 30_000 } = options
  const soon = new AbortController()
  const connection = await NativeConnection.connect({ address: options.address })
  const worker = await Worker.create({
    connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: options.workflowBundle,
    activities: createActivities(options.stretchOf, soon.signal),
    maxConcurrentActivityTaskExecutions: sessionsAtOnce,
    maxCachedWorkflows: cachedWorkflows,
    stickyQueueScheduleToStartTimeout: Math.min(longestTaskMs, silenceMs),
    shutdownGraceTime: graceMs,
    // Cancelling at once would lose commands that run.
    shutdownForceTime: graceMs + 5_000,
  })
  const ended = worker.run().finally(() => connection.close())
  return {
    ended,
    stop: async () => {
      soon.abort()
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await ended
    },
  }
}
