import { expect, test } from 'vitest'
import { openProgressLine } from '../../../cli/render/progress-line.ts'

function openRig(isTTY: boolean) {
  const rig = { written: [] as string[], now: 0 }
  const output = { write: (text: string) => rig.written.push(text), isTTY, columns: 20 }
  return { rig, progress: openProgressLine(output, () => rig.now) }
}

test('on a terminal one line is replaced once it takes a second, and taken away at the end', () => {
  const { rig, progress } = openRig(true)
  progress('quick')
  rig.now = 1_000
  progress('half')
  progress('more than there is room for')
  progress(null)
  progress(null)
  expect(rig.written).toEqual(['\r\u001b[Khalf', '\r\u001b[Kmore than there is…', '\r\u001b[K'])
})

test('in a pipe a line is written now and then, and none of what is over in a second', () => {
  const { rig, progress } = openRig(false)
  for (let second = 0; second < 12; second++) {
    rig.now = second * 1_000
    progress(`${second}`)
  }
  progress(null)
  expect(rig.written).toEqual(['1\n', '11\n'])
})
