import proto from '@temporalio/proto'
import { modelOf } from '../../test/support/cli.ts'
import type { Script } from '../../test/support/mock-provider/script.ts'
import type { TemporalServer } from '../../test/support/temporal.ts'
import { workflowId } from '../../remote/temporal/wake-session.ts'
import type { Figure } from '../support/figures.ts'
import { openBenchServer } from './stack.ts'

type History = proto.temporal.api.history.v1.IHistory

/** As many turns as the prompt says, each with a batch of two calls. */
const looksAround: Script = ({ index, userText }) =>
  index < Number(/\d+/.exec(userText)?.[0])
    ? { calls: ['a.txt', 'b.txt'].map((path) => ({ name: 'read_file', args: { path } })) }
    : { text: 'DONE' }

/** What runs of so many turns leave in Temporal's history. */
export async function measureHistory(lengths: readonly number[]): Promise<readonly Figure[]> {
  const server = await openBenchServer(looksAround)
  try {
    const figures: Figure[] = []
    for (const turns of lengths) {
      const session = `turns-${turns}`
      const argv = ['run', `look ${turns} times`, '-q', '--max-turns', '1000', '--session-id', session]
      const ran = await server.desk.run([...argv, '-m', modelOf['openai-responses'], '--mount', '.'])
      if (ran.code !== 0) throw new Error(`exit ${ran.code}\n${ran.stderr}`)
      figures.push(...figuresOf(turns, await historiesOf(server.temporal, session)))
    }
    return figures
  } finally {
    await server.close()
  }
}

/** Those of all runs that follow on each other. */
async function historiesOf({ client }: TemporalServer, session: string): Promise<readonly History[]> {
  const histories: History[] = []
  const id = workflowId({ tenant: 'default', session })
  const first = client.workflow.list({ query: `WorkflowId = '${id}'` })
  for await (const { runId } of first) histories.push(await client.workflow.getHandle(id, runId).fetchHistory())
  return histories
}

function figuresOf(turns: number, histories: readonly History[]): readonly Figure[] {
  const events = histories.flatMap((history) => history.events ?? [])
  const bytes = histories.reduce((sum, history) => sum + sizeOf(history), 0)
  const perTurn = stretchBytes(events)
  const named = (figure: string, measured: number, target: number) => ({
    figure: `${turns} turns, ${figure}`,
    measured,
    target,
  })
  return [
    named('events of history a turn', events.length / turns, 12),
    named('bytes of history a turn', bytes / turns, 2_048),
    named('bytes of the fifth turn', perTurn[4] ?? NaN, 2_048),
    named('bytes of the last turn', perTurn.at(-2) ?? NaN, 2_048),
    named('runs that follow on each other', histories.length, NaN),
  ]
}

/** Bytes from where one stretch of work is scheduled to where the next one is. */
function stretchBytes(events: NonNullable<History['events']>): readonly number[] {
  const begins = events.flatMap((event, index) => (event.activityTaskScheduledEventAttributes ? [index] : []))
  return begins.map((begin, stretch) => sizeOf({ events: events.slice(begin, begins[stretch + 1]) }))
}

function sizeOf(history: History): number {
  return proto.temporal.api.history.v1.History.encode(history).finish().byteLength
}
