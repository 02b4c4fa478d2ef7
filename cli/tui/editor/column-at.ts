import { isFork, type Rope, type Tree } from './rope.ts'
import { wrapLeaf } from './wrap-leaf.ts'

/**
 * The column that a line has reached at an offset where a leaf begins, or at the end of the text.
 * Remembered for whole subtrees: a key pressed far into a long line looks at its path in the tree.
 */
export function columnAt(rope: Rope, line: number, at: number, width: number): number {
  return rope === null || at <= line ? 0 : advance(rope, 0, line, at, 0, width)
}

const reached = new WeakMap<Tree, Map<string, number>>()
const treeMemory = 64

function advance(tree: Tree, base: number, from: number, to: number, column: number, width: number): number {
  if (base + tree.length <= from || base >= to) return column
  if (!isFork(tree)) return wrapLeaf(tree, Math.max(0, from - base), column, width).column
  const whole = base >= from && base + tree.length <= to
  const key = `${width} ${column}`
  const known = whole ? reached.get(tree)?.get(key) : undefined
  if (known !== undefined) return known
  const middle = advance(tree.left, base, from, to, column, width)
  const end = advance(tree.right, base + tree.left.length, from, to, middle, width)
  if (whole) remember(tree, key, end)
  return end
}

function remember(tree: Tree, key: string, column: number): void {
  let known = reached.get(tree)
  if (!known || known.size >= treeMemory) reached.set(tree, (known = new Map<string, number>()))
  known.set(key, column)
}
