import { expect, test } from 'vitest'
import { cutter, recorded } from './cut.ts'
import { wire } from './replay.ts'

test.each(recorded)('%s %s cut at every byte gives no answer before it is whole', async (api, name) => {
  const cut = await cutter(api, name)
  const { length } = wire(api, name)
  for (let place = 0; place <= length; place += 1) await cut(place, 'end')
  expect(length).toBeGreaterThan(2000)
})
