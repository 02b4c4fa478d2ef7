import { expect, test } from 'vitest'
import { Complaints } from '../../../cli/chat/complaints.ts'
import { RemoteKeyError, RemoteUnreachableError } from '../../../remote/client/errors.ts'

const refused = new RemoteKeyError('http://gateway')
const away = new RemoteUnreachableError('http://gateway', 'timeout')

test('that the key is not taken is said in full once, and shortly of what a person wants then', () => {
  const said: string[] = []
  const complaints = new Complaints((words) => said.push(words))
  complaints.tellOnce(refused)
  complaints.tellOnce(refused)
  complaints.tell(refused)
  complaints.tell(refused)
  const shortly = 'not done: the key is not taken'
  expect(said).toEqual([refused.message, shortly, shortly])
})

test('anything else is said each time', () => {
  const said: string[] = []
  const complaints = new Complaints((words) => said.push(words))
  complaints.tell(away)
  complaints.tellOnce(away)
  expect(said).toEqual([away.message, away.message])
})
