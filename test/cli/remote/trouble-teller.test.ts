import { expect, test } from 'vitest'
import { openTroubleTeller } from '../../../cli/remote/trouble-teller.ts'
import type { Trouble } from '../../../remote/postgres/troubles.ts'
import { S3RefusedError, S3UnreachableError } from '../../../remote/s3/errors.ts'

const address = { tenant: 'ours', session: 's' }
const refused = new S3RefusedError('there', 'AccessDenied', null)
const away = new S3UnreachableError('there', 'ECONNREFUSED', null)

/** A teller, and what it has told of one session, in its order. */
function teller() {
  const told: (string | null)[] = []
  const troubles = openTroubleTeller(() => ({
    put: async (_session, { code }: Trouble) => void told.push(code),
    remove: async () => void told.push(null),
  }))
  const until = (count: number) => expect.poll(() => told.length).toBe(count)
  return { ...troubles, told, until }
}

test('those who wait are told of a refusal at the third try, and that it is gone', async () => {
  const { hindered, told, until } = teller()
  hindered(address, refused)
  hindered(address, refused)
  hindered(address, null)
  for (let time = 1; time <= 4; time++) hindered(address, refused)
  hindered(address, null)
  await until(3)
  expect(told).toEqual(['s3-refused', 's3-refused', null])
})

test('what is away comes back by itself: nobody is told', async () => {
  const { hindered, failed, told, until } = teller()
  for (let time = 1; time <= 5; time++) hindered(address, away)
  failed(address, away, 5)
  failed(address, refused, 2)
  failed(address, refused, 3)
  await until(1)
  expect(told).toEqual(['s3-refused'])
})
