import { expect, test } from 'vitest'
import { imageTypeOf, requireSight } from '../../../cli/prompt/read-image.ts'

test.each([
  ['image/png', Buffer.from('89504e470d0a1a0a00', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ffe0', 'hex')],
  ['image/gif', Buffer.from('GIF87a')],
  ['image/gif', Buffer.from('GIF89a')],
  ['image/webp', Buffer.from('RIFF\n\r\0\xffWEBPVP8 ', 'latin1')],
  [null, Buffer.from('RIFF....WAVE')],
  [null, Buffer.from('89504e47', 'hex')],
  [null, Buffer.from('GIF90a')],
  [null, Buffer.from('%PDF-1.7')],
  [null, Buffer.alloc(0)],
])('an image is what its bytes say: %s', (type, bytes) => {
  expect(imageTypeOf(bytes)).toBe(type)
})

test('only a model that is known not to see is refused images', () => {
  const model = { provider: 'p', id: 'm' }
  expect(() => requireSight({ ...model, takesImages: null }, 1)).not.toThrow()
  expect(() => requireSight({ ...model, takesImages: true }, 1)).not.toThrow()
  expect(() => requireSight({ ...model, takesImages: false }, 0)).not.toThrow()
  expect(() => requireSight({ ...model, takesImages: false }, 1)).toThrow(/p\/m takes no images/)
})
