import { expect, test } from 'vitest'
import { Preparation } from '../../../cli/chat/preparation.ts'
import type { PreparedSession } from '../../../cli/session/prepare-session.ts'
import type { ModelWish } from '../../../cli/session/change-model.ts'

const wish: ModelWish = { model: 'a/b', effort: null }

function prepare(outcome: (wish: ModelWish) => PreparedSession | Error) {
  const asked: (string | null)[] = []
  const preparation = new Preparation(
    wish,
    async (each) => {
      asked.push(each.model)
      const made = outcome(each)
      if (made instanceof Error) throw made
      return made
    },
    () => undefined,
  )
  return { preparation, asked }
}

const session = (name: string) => ({ name }) as unknown as PreparedSession

test('however often it is asked for, it is done once', async () => {
  const { preparation, asked } = prepare(() => session('one'))
  await Promise.all([preparation.ready(), preparation.ready()])
  await preparation.ready()
  expect(asked).toEqual(['a/b'])
})

test('after a failure it is tried again', async () => {
  let isBroken = true
  const { preparation, asked } = prepare(() => (isBroken ? new Error('no') : session('one')))
  await expect(preparation.ready()).rejects.toThrow('no')
  expect(preparation.since).toBeNull()
  isBroken = false
  await preparation.ready()
  expect(asked).toHaveLength(2)
})

test('another model replaces it, and one that cannot be had leaves all as it was', async () => {
  const { preparation } = prepare(({ model }) => (model === 'bad/one' ? new Error('no such') : session(model ?? '')))
  const first = await preparation.ready()
  await expect(preparation.anew({ model: 'bad/one', effort: null })).rejects.toThrow('no such')
  expect(await preparation.ready()).toBe(first)
  expect(preparation.wish).toEqual(wish)
  await preparation.anew({ model: 'c/d', effort: null })
  expect(preparation.prepared).toEqual({ name: 'c/d' })
})

test('another model that is asked for before anything else, and cannot be had, keeps nobody from the one that was meant', async () => {
  const { preparation } = prepare(({ model }) => (model === 'bad/one' ? new Error('no such') : session(model ?? '')))
  const changed = preparation.anew({ model: 'bad/one', effort: null })
  const ready = preparation.ready()
  await expect(changed).rejects.toThrow('no such')
  expect(await ready).toEqual({ name: 'a/b' })
})

test('whoever waits for it gets the model that was asked for last', async () => {
  const { preparation } = prepare(({ model }) => session(model ?? ''))
  void preparation.ready()
  const changes = [preparation.anew({ model: 'c/d', effort: null }), preparation.anew({ model: 'e/f', effort: null })]
  expect(await preparation.ready()).toEqual({ name: 'e/f' })
  await Promise.all(changes)
  expect(preparation.wish.model).toBe('e/f')
})

test('how far it has come is told for as long as it is worked on', async () => {
  const end = Promise.withResolvers<PreparedSession>()
  let changes = 0
  const preparation = new Preparation(
    wish,
    () => end.promise,
    () => (changes += 1),
  )
  const ready = preparation.ready()
  preparation.hear('uploading')
  await Promise.resolve()
  expect([preparation.since, preparation.progress, changes]).toEqual([expect.any(Number), 'uploading', 2])
  preparation.hear(null)
  end.resolve(session('one'))
  await ready
  expect([preparation.since, preparation.progress]).toEqual([null, null])
})
