import type { Plugin } from 'esbuild'

export const leanInk: Plugin
export const narrowClass: string
