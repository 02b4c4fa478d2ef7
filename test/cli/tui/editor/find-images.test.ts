import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { imageBytesMax, imageMediaType, type ImageFiles } from '../../../../cli/tui/editor/check-image.ts'
import { findImages, imagePaths } from '../../../../cli/tui/editor/find-images.ts'
import { imageFiles } from '../../../../cli/tui/editor/image-files.ts'

const places = { cwd: '/work', home: '/home/me' }
const png = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')

test.each([
  ['/a/b.png', ['/a/b.png']],
  [' /a/b.JPG \n', ['/a/b.JPG']],
  ["'/a/my shot.png'", ['/a/my shot.png']],
  ['"/a/my \\"shot\\".webp"', ['/a/my "shot".webp']],
  ['/a/my\\ shot\\(1\\).gif', ['/a/my shot(1).gif']],
  ['/a/my shot.png', ['/a/my shot.png']],
  ["/a/it's here.png", ["/a/it's here.png"]],
  ['file:///a/my%20shot.png', ['/a/my shot.png']],
  ['file:///a/%ff.png', null],
  ['file://elsewhere/a.png', null],
  ['~/b.jpeg', ['/home/me/b.jpeg']],
  ['shots/b.png', ['/work/shots/b.png']],
  ["/a.png '/b c.png'\n/d.gif", ['/a.png', '/b c.png', '/d.gif']],
  ['look at /a.png', null],
  ['/a.txt', null],
  ['', null],
  ['/a\0.png', null],
])('%j names %j', (text, paths) => expect(imagePaths(text, places)).toEqual(paths))

test.each([
  [png, 'image/png'],
  [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
  [Buffer.from('GIF89a'), 'image/gif'],
  [Buffer.from('RIFF\x01\x02\x03\x04WEBP'), 'image/webp'],
  [Buffer.from('RIFF\x01\x02\x03\x04WAVE'), null],
  [Buffer.from('<svg>'), null],
  [Buffer.alloc(0), null],
])('%j is %s', (bytes, type) => expect(imageMediaType(bytes)).toBe(type))

const files = (known: Record<string, { sizeBytes: number; bytes: Uint8Array }>): ImageFiles => ({
  head: (path) => known[path] ?? null,
})

test('a file that is there is an image by its bytes, whatever its name says', () => {
  expect(findImages('/a/b.jpg', places, files({ '/a/b.jpg': { sizeBytes: 9, bytes: png } }))).toEqual({
    images: [{ path: '/a/b.jpg', name: 'b.jpg', mediaType: 'image/png', sizeBytes: 9 }],
  })
})

test('a path without a file is text', () => {
  expect(findImages('/a/b.png', places, files({}))).toBeNull()
  expect(findImages('/a.png /b.png', places, files({ '/a.png': { sizeBytes: 9, bytes: png } }))).toBeNull()
})

test('what cannot be attached is told', () => {
  const text = files({ '/a.png': { sizeBytes: 9, bytes: Buffer.from('text') } })
  expect(findImages('/a.png', places, text)).toEqual({ mistake: 'a.png is no PNG, JPEG, GIF or WebP image, whatever its name says' })
  const huge = (sizeBytes: number) => findImages('/a.png', places, files({ '/a.png': { sizeBytes, bytes: png } }))
  expect(huge(imageBytesMax)).toHaveProperty('images')
  expect(huge(imageBytesMax * 1.5)).toEqual({ mistake: 'a.png has 7.5 MB; an image may have 5 MB' })
}) // prettier-ignore

test('files of this machine are looked at by their first bytes; directories are none', () => {
  const made = mkdtempSync(join(tmpdir(), 'images-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  writeFileSync(join(made, 'a.png'), Buffer.concat([png, Buffer.alloc(100)]))
  mkdirSync(join(made, 'd.png'))
  expect(imageFiles.head(join(made, 'a.png'), 8)).toEqual({ sizeBytes: 108, bytes: png })
  expect(imageFiles.head(join(made, 'd.png'), 8)).toBeNull()
  expect(imageFiles.head(join(made, 'none.png'), 8)).toBeNull()
})
