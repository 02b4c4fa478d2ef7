import { expect, test } from 'vitest'
import { uploadText } from '../../../cli/session/upload-text.ts'

test.each([
  [1_234, 5_678, 12_345_678, 80_400_000, 'uploading 1,234 of 5,678 blobs, 12 of 80 MB'],
  [0, 3, 0, 2_340_000, 'uploading 0 of 3 blobs, 0 of 2.3 MB'],
  [5_000, 20_207, 155_000_000, null, 'uploading 5,000 of 20,207 blobs, 155 MB'],
])('%i of %i blobs, %i of %o bytes', (blobs, ofBlobs, sizeBytes, ofBytes, text) => {
  expect(uploadText({ blobs, ofBlobs, sizeBytes, ofBytes })).toBe(text)
})
