import { describe } from 'vitest'
import { openDesk, type Desk } from './cli.ts'
import { startSharedServer, type SharedServer } from './shared-server.ts'
import { hasServers, serversSuffix } from './surroundings.ts'

/** Where sessions are kept and worked on. */
export interface Place {
  readonly isRemote: boolean
  /** A desk as `openDesk` opens it, whose sessions are there. */
  openDesk(...args: Parameters<SharedServer['openDesk']>): Promise<Desk>
}

const thisMachine: Place = { isRemote: false, openDesk: async (...args) => openDesk(...args) }

/** The same tests for sessions of this machine and for those of a server, which all of them share. */
export function inBothPlaces(tests: (place: Place) => void): void {
  describe('on this machine', () => tests(thisMachine))
  describe.skipIf(!hasServers)(`on a server${serversSuffix}`, () => {
    const { openDesk } = startSharedServer()
    tests({ isRemote: true, openDesk })
  })
}

/** Why a test of the main job is not run with `--remote` as well; the whole list. */
const reasons = {
  driver: 'a person is their own driver here: processes in the background, and their ends',
  store: 'it damages or fills what the sessions of this machine are kept in',
  ephemeral: 'a session that nobody keeps is never sent anywhere',
  key: 'the keys of models are those of this machine',
  sandbox: 'it watches how this machine runs commands',
} as const

/** Tests that have a meaning on this machine only. */
export function onThisMachine(reason: keyof typeof reasons, tests: (place: Place) => void): void {
  describe(`on this machine only (${reasons[reason]})`, () => tests(thisMachine))
}
