/** Of the body of one request to `/v1/rpc`, bytes. */
export const rpcBytes = 32 * 1024 * 1024

/** Of the answer to a batch, characters; calls beyond it are refused. */
export const answerChars = 64 * 1024 * 1024

/** Of one blob that is put by itself, bytes. */
export const blobBytes = 512 * 1024 * 1024

/** Of the bodies that are being read, or worked on, together, bytes; half of it for one tenant, so that one blob fits. */
export const heldBytes = 2 * blobBytes

/** How long a call that moves no blobs may take, ms: whoever asks is told that nothing answers. */
export const answerMs = 10_000

/** How long a quick one may take, and looking up a key, ms: shorter than a client waits, which then hears what is at fault. */
export const quickAnswerMs = 5_000

/** How long telling a worker of a command may take, ms. */
export const wakeMs = 5_000

/** Calls in one batch. */
export const batchCalls = 100

/** Entries of a log answered at once. */
export const pageEntries = 1_000

/** Of the entries answered at once, bytes: with the one that reaches it the answer ends. */
export const answerBytes = 8 * 1024 * 1024

/** Sessions, or inputs, answered at once. */
export const listedRows = 10_000

/** Refs asked about at once. */
export const askedRefs = 10_000

/** Blobs up to this size travel with others, bytes. */
export const smallBytes = 256 * 1024

/** Of the blobs that are answered together, bytes. */
export const togetherBytes = 8 * 1024 * 1024

/** Blobs in one `blobs.put` or `blobs.get`, and of one command. */
export const batchBlobs = 1_000
export const commandBlobs = 100
