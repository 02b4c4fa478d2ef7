import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { lastWords } from '../../../cli/dev/part-log.ts'
import type { Part } from '../../../cli/dev/part.ts'
import { isRunning, markProcess, type ProcessMark } from '../../../cli/dev/process-mark.ts'
import { startPart } from '../../../cli/dev/start-part.ts'
import { stopProcess } from '../../../cli/dev/stop-process.ts'

let log = ''
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'part-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  log = join(root, 'logs', 's3.log')
})

/** A part that runs a line of shell and is ready when its log says so. */
function part(line: string): Part {
  return {
    name: 's3',
    inputs: '',
    launch: { program: '/bin/sh', args: ['-c', line], env: process.env, cwd: '/', runAs: null },
    prepare: async () => undefined,
    isReady: async () => readFileSync(log, 'utf8').includes('ready'),
  }
}

async function start(wanted: Part, signal = new AbortController().signal): Promise<readonly ProcessMark[]> {
  const spawned: ProcessMark[] = []
  onTestFinished(async () => {
    for (const mark of spawned) await stopProcess('s3', mark)
  })
  await startPart(wanted, log, signal, (mark) => spawned.push(mark))
  return spawned
}

test('a part runs on when it is ready, with its words in its log, until it is stopped', async () => {
  const [mark] = await start(part('echo ready; sleep 600'))
  expect(isRunning(mark!)).toBe(true)
  expect(readFileSync(log, 'utf8')).toBe('ready\n')
  expect(await stopProcess('s3', mark!)).toBe(false)
  expect(isRunning(mark!)).toBe(false)
})

test('one that ends first fails with what it said this time, and where the rest is', async () => {
  await expect(start(part('echo "an older error"; exit 1'))).rejects.toThrow('an older error')
  await expect(start(part('echo "FATAL: no room"; echo "shut down"; exit 1'))).rejects.toThrow(
    `the S3 server did not start: FATAL: no room; its log is ${log}`,
  )
  await expect(start(part('exit 1'))).rejects.toThrow('it ended and said nothing')
})

test('a program that cannot be run fails like one that ends', async () => {
  const wanted = part('')
  const launch = { ...wanted.launch, program: '/nowhere/at-all' }
  await expect(start({ ...wanted, launch })).rejects.toThrow(/^the S3 server did not start: .*ENOENT/)
})

test('while children of a Postgres that was killed are about, it is tried again', async () => {
  const again = join(log, '..', 'again')
  const line = `test -e ${again} && echo ready && exec sleep 600; touch ${again}; echo "pre-existing shared memory block"; exit 1`
  expect(await start(part(line))).toHaveLength(2)
})

test('whoever waits for it may stop waiting', async () => {
  const ending = new AbortController()
  const spawned: ProcessMark[] = []
  const waiting = startPart(part('sleep 600'), log, ending.signal, (mark) => {
    spawned.push(mark)
    ending.abort()
  })
  await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  for (const mark of spawned) await stopProcess('s3', mark)
})

test('a process is told from another one that has its number', () => {
  const mark = markProcess(process.pid)!
  expect(isRunning(mark)).toBe(true)
  expect(isRunning({ ...mark, startedAt: '1' })).toBe(false)
})

test('the last words of a log are the last that tell of an error, else the last', () => {
  expect(lastWords('one\nFATAL: two\nfarewell\n\n')).toBe('FATAL: two')
  expect(lastWords('one\ntwo\n')).toBe('two')
  expect(lastWords('\n')).toBeNull()
})
