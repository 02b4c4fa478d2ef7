import { describe, expect, onTestFinished, test } from 'vitest'
import { hasServers, serversSuffix, startSurroundings } from '../support/surroundings.ts'
import { audit } from './support/audit.ts'
import { openCrewRoom } from './support/crew-room.ts'
import { openS3Proxy, type S3Trouble } from './support/s3-proxy.ts'

/** Hanging lasts for as long as a request may take: half a minute. */
const troubles: readonly S3Trouble[] = ['answers 500', 'answers 503', 'refuses', 'cuts connections', 'hangs']

/** More than what is kept beside the log. */
const large = 'much that is said at length '.repeat(2_000)

describe.skipIf(!hasServers)(`an object store${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test(`that ${troubles.join(', ')} for a while: sessions go on, no other waits, and no event names what is not there`, async () => {
    const around = await surroundings()
    const proxy = await openS3Proxy(around.s3.endpoint)
    onTestFinished(() => proxy.close())
    const s3 = { ...around.s3, endpoint: proxy.endpoint }
    const room = await openCrewRoom({ ...around, s3 }, onTestFinished, { isDirect: true })
    const { work, mock, crew } = room
    const [wordy, brief] = [await room.begin('wordy'), await room.begin('brief')]
    const [client, other] = [await room.attach(wordy), await room.attach(brief)]
    await client.ask('wordy-0', `${work.prompt('wordy-0')} ${large}`)
    await client.answered('wordy-0')
    for (const [count, trouble] of troubles.entries()) {
      const id = `trouble-${count}`
      // Workers that have nothing in mind read what was said at length before they ask the model.
      await Promise.all(crew.members.map(({ role }) => role.restart()))
      proxy.trouble(trouble)
      await client.ask(id, work.prompt(id))
      await proxy.met()
      const refused = client
        .ask(`${id}-large`, `${work.prompt(`${id}-large`)} ${count} ${large}`)
        .catch(() => undefined)
      await other.ask(`brief-${count}`, work.prompt(`brief-${count}`))
      await other.answered(`brief-${count}`)
      proxy.trouble(null)
      await client.answered(id)
      await refused
    }
    for (const id of client.acknowledged) await client.answered(id)
    const effects = (id: string) => work.effects(id)
    for (const [session, { store, acknowledged, told }] of [
      [wordy, client],
      [brief, other],
    ] as const) {
      const tally = await audit({ store, session, acknowledged, streams: [told], effects, mock })
      console.info(`${session}, while the object store was ill in ${troubles.length} ways:`, tally)
    }
    expect(other.acknowledged).toHaveLength(troubles.length)
  })
})
