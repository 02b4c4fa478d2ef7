import { S3Client } from '@aws-sdk/client-s3'

/** Where a server other than Amazon's is told no region, it mostly calls its own so. */
const usualRegion = 'us-east-1'

/**
 * The region of a bucket: the one that was given, else what variables, the profile or the machine's role say. Null when
 * nobody says it and there is no endpoint, for then only Amazon knows.
 */
export async function findRegion(given: string | null, endpoint: string | null): Promise<string | null> {
  // The SDK itself does not heed AWS_DEFAULT_REGION, which Amazon's other tools do.
  const named = given ?? (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'])
  if (named) return named
  const client = new S3Client({})
  try {
    return await client.config.region()
  } catch {
    // It throws when there is none.
    return endpoint === null ? null : usualRegion
  } finally {
    client.destroy()
  }
}
