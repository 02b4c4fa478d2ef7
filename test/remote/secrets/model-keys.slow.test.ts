import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { openModelKeys } from '../../../remote/secrets/model-keys.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = startPostgres()

test('keys are kept for each tenant, sealed, and come back to whoever has the master key', async () => {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  const client = new pg.Client(url)
  await client.connect()
  onTestFinished(async () => {
    await client.end()
    await postgres.close()
  })
  const bytes = randomBytes(32)
  const masterKey = () => Promise.resolve(bytes)
  const [ours, theirs] = ['ours', 'theirs'].map((name) => openModelKeys(postgres.database, tenant(name), masterKey))
  await ours?.put('openai', 'sk-old')
  await ours?.put('openai', 'sk-ours')
  await ours?.put('anthropic', 'sk-other')
  expect(await ours?.list()).toEqual(['anthropic', 'openai'])
  expect(await ours?.get('openai')).toBe('sk-ours')
  expect(await ours?.get('groq')).toBeNull()
  expect([await theirs?.list(), await theirs?.get('openai')]).toEqual([[], null])

  const { rows } = await client.query<{ sealed: Buffer }>('SELECT sealed FROM model_keys')
  expect(rows.map(({ sealed }) => sealed.includes('sk-'))).toEqual([false, false])
  // Moved into another tenant's row it does not open, nor with another master key.
  await client.query(`INSERT INTO model_keys SELECT 'theirs', provider, sealed FROM model_keys`)
  await expect(theirs?.get('openai')).rejects.toMatchObject({ code: 'sealed-key' })
  const stranger = openModelKeys(postgres.database, tenant('ours'), async () => randomBytes(32))
  await expect(stranger.get('openai')).rejects.toMatchObject({ code: 'sealed-key' })

  await ours?.remove('openai')
  expect(await ours?.list()).toEqual(['anthropic'])
})
