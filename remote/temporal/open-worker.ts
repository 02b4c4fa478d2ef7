import { NativeConnection, Worker, type WorkerDeploymentOptions, type WorkflowBundleOption } from '@temporalio/worker'
import { createActivities, type ActivityParts, type Stretch } from './activities.ts'
import { connectionOptions, type TemporalAccess } from './connection-options.ts'
import { longestTaskMs } from './messages.ts'

/** How long what was cut may take to say what it took, ms. */
export const cutMs = 5_000

/** A build of a series of builds that replace each other, as Temporal knows it. */
export interface Deployment {
  readonly name: string
  readonly buildId: string
}

/** How a worker is opened. */
export interface WorkerOptions extends TemporalAccess {
  readonly taskQueue: string
  readonly workflowBundle: WorkflowBundleOption
  /** Sessions go on with the build that is current; null: any worker of the queue takes them. */
  readonly deployment?: Deployment | null
  /** The way to work on a tenant's sessions. */
  readonly stretchOf: (tenant: string) => Stretch
  /** Hears why a stretch failed, which is tried again. */
  readonly failed?: ActivityParts['failed']
  /** Sessions worked on at once; a turn mostly waits for its model. */
  readonly sessionsAtOnce?: number
  /** Workflows kept in memory, about 50 kB each. */
  readonly cachedWorkflows?: number
  /** Another worker takes what this one keeps in mind when it says nothing for so long, ms. */
  readonly silenceMs?: number
  /** How long work under way may take to come to a place where another worker goes on, ms. */
  readonly graceMs: number
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
  const { sessionsAtOnce = 500, cachedWorkflows = 2_000, graceMs } = options
  const { silenceMs = longestTaskMs, deployment = null, stretchOf, failed = () => undefined } = options
  const soon = new AbortController()
  const connection = await NativeConnection.connect(connectionOptions(options))
  const worker = await Worker.create({
    connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: options.workflowBundle,
    ...(deployment !== null && { workerDeploymentOptions: versioned(deployment) }),
    activities: createActivities({ stretchOf, failed, soon: soon.signal }),
    maxConcurrentActivityTaskExecutions: sessionsAtOnce,
    // A worker that is stopped and not dead is still handed what its open polls asked for: one of each kind, more under load.
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 5 },
    workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 10 },
    // Those that are taken wait for one thread, and for no longer than a task may take; the others wait for any worker.
    maxConcurrentWorkflowTaskExecutions: 10,
    maxCachedWorkflows: cachedWorkflows,
    stickyQueueScheduleToStartTimeout: Math.min(longestTaskMs, silenceMs),
    shutdownGraceTime: graceMs,
    // Cancelling at once would lose commands that run.
    shutdownForceTime: graceMs + cutMs,
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

function versioned({ name, buildId }: Deployment): WorkerDeploymentOptions {
  return {
    version: { deploymentName: name, buildId },
    useWorkerVersioning: true,
    // One that stayed with the build it began with would wait for ever when the last worker of that was lost.
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  }
}
