import { expect, test } from 'vitest'
import { untilAnswered } from '../../../cli/remote/until-answered.ts'
import { RemoteError } from '../../../remote/client/errors.ts'

const unknown = ['remote-unreachable', 'postgres-unreachable', 's3-unreachable', 'store-silent']
const known = ['store-io', 'session-not-found', 'remote-key', 'internal']
const never = new AbortController().signal

test.each(unknown)(
  'after %s nobody knows what became of it: it is asked again until there is an answer',
  async (code) => {
    const told: boolean[] = []
    let asked = 0
    const ask = async () => {
      if (asked++ < 2) throw new RemoteError(code, 'no answer')
      return 'done'
    }
    expect(await untilAnswered(ask, never, (isUnheard) => told.push(isUnheard))).toBe('done')
    expect([asked, told]).toEqual([3, [true, false]])
  },
)

test.each(known)('%s is an answer', async (code) => {
  let asked = 0
  const ask = async () => {
    asked += 1
    throw new RemoteError(code, 'no')
  }
  await expect(untilAnswered(ask, never)).rejects.toMatchObject({ code })
  expect(asked).toBe(1)
})

test('whoever leaves gets the failure that came last', async () => {
  const leaving = new AbortController()
  const ask = async () => {
    leaving.abort()
    throw new RemoteError('remote-unreachable', 'no answer')
  }
  await expect(untilAnswered(ask, leaving.signal)).rejects.toMatchObject({ code: 'remote-unreachable' })
})
