/** Bounds of every tree, whoever makes it. Sizes in bytes of content, lengths in bytes of UTF-8. */
export const treeLimits = {
  nameBytes: 255,
  pathBytes: 4096,
  depth: 256,
  linkBytes: 4095,
  fileBytes: 64 * 1024 * 1024,
  treeFiles: 1_000_000,
  treeBytes: 16 * 1024 * 1024 * 1024,
} as const
