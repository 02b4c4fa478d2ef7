import type { HLJSApi } from 'highlight.js'

let loaded: HLJSApi | null = null
let loading: Promise<void> | null = null
let isOver = false

/** Loads the highlighter, once; code that is rendered before it is there stays plain. Never rejects. */
export function loadHighlighter(): Promise<void> {
  loading ??= import('highlight.js/lib/common').then(
    ({ default: api }) => {
      loaded = api
      isOver = true
    },
    () => {
      isOver = true
    },
  )
  return loading
}

/** The highlighter when it is there. */
export function highlighter(): HLJSApi | null {
  return loaded
}

/** Whether waiting may still bring colour. */
export function isHighlighterPending(): boolean {
  return loading !== null && !isOver
}
