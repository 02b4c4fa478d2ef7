import type { Atom } from './atom.ts'

/** A piece of a draft: text, whole graphemes of it, or an atom, which counts as one unit. */
export type Content = string | Atom

/** A leaf of a rope. */
export interface Leaf {
  readonly height: 0
  readonly length: number
  readonly newlines: number
  readonly content: Content
}

interface Fork {
  readonly height: number
  readonly length: number
  readonly newlines: number
  readonly left: Tree
  readonly right: Tree
}

/** A rope that is not empty. */
export type Tree = Leaf | Fork

/**
 * An immutable sequence of texts and atoms as a balanced tree (AVL): what changes it or looks
 * something up in it takes time by the logarithm of its length, and versions share what they have
 * in common. Offsets count UTF-16 units. Null is empty.
 */
export type Rope = Tree | null

/** A leaf and the offset at which it begins. */
export interface PlacedLeaf {
  readonly leaf: Leaf
  readonly start: number
}

/** A leaf of some content. */
export function leafOf(content: Content): Leaf {
  if (typeof content !== 'string') return { height: 0, length: 1, newlines: 0, content }
  return { height: 0, length: content.length, newlines: content.split('\n').length - 1, content }
}

/** Length in units. */
export function lengthOf(rope: Rope): number {
  return rope === null ? 0 : rope.length
}

/** A balanced rope of leaves. */
export function ropeOf(leaves: readonly Leaf[]): Rope {
  if (leaves.length <= 1) return leaves[0] ?? null
  const middle = leaves.length >> 1
  return joinRopes(ropeOf(leaves.slice(0, middle)), ropeOf(leaves.slice(middle)))
}

/** One rope behind another; leaves stay as they are. */
export function joinRopes(left: Rope, right: Rope): Rope {
  if (left === null) return right
  if (right === null) return left
  return join(left, right)
}

function join(left: Tree, right: Tree): Tree {
  if (isFork(left) && left.height > right.height + 1) return balance(left.left, join(left.right, right))
  if (isFork(right) && right.height > left.height + 1) return balance(join(left, right.left), right.right)
  return fork(left, right)
}

function fork(left: Tree, right: Tree): Fork {
  return {
    height: Math.max(left.height, right.height) + 1,
    length: left.length + right.length,
    newlines: left.newlines + right.newlines,
    left,
    right,
  }
}

/** Whether a tree has children. */
export function isFork(tree: Tree): tree is Fork {
  return tree.height > 0
}

/** Heights may differ by two: one rotation, or two, mends it. */
function balance(left: Tree, right: Tree): Tree {
  if (isFork(right) && right.height > left.height + 1) {
    if (isFork(right.left) && right.left.height > right.right.height) {
      return fork(fork(left, right.left.left), fork(right.left.right, right.right))
    }
    return fork(fork(left, right.left), right.right)
  }
  if (isFork(left) && left.height > right.height + 1) {
    if (isFork(left.right) && left.right.height > left.left.height) {
      return fork(fork(left.left, left.right.left), fork(left.right.right, right))
    }
    return fork(left.left, fork(left.right, right))
  }
  return fork(left, right)
}

/** What stands before and behind an offset at which a leaf begins. */
export function splitRope(rope: Rope, at: number): readonly [Rope, Rope] {
  if (rope === null || at <= 0) return [null, rope]
  if (at >= rope.length || !isFork(rope)) return [rope, null]
  if (at < rope.left.length) {
    const [before, behind] = splitRope(rope.left, at)
    return [before, joinRopes(behind, rope.right)]
  }
  const [before, behind] = splitRope(rope.right, at - rope.left.length)
  return [joinRopes(rope.left, before), behind]
}

/** The leaf that holds the unit at an offset, or null beyond the ends. */
export function leafAt(rope: Rope, at: number): PlacedLeaf | null {
  if (rope === null || at < 0 || at >= rope.length) return null
  let tree = rope
  let start = 0
  while (isFork(tree)) {
    if (at < start + tree.left.length) tree = tree.left
    else {
      start += tree.left.length
      tree = tree.right
    }
  }
  return { leaf: tree, start }
}

/** Leaves from the one at an offset onwards. */
export function* leavesFrom(rope: Rope, at: number): Generator<PlacedLeaf> {
  for (let placed = leafAt(rope, at); placed; placed = leafAt(rope, placed.start + placed.leaf.length)) yield placed
}

/** Offset of the last newline before an offset, or -1. */
export function newlineBefore(rope: Rope, at: number): number {
  if (rope === null || at <= 0 || rope.newlines === 0) return -1
  if (!isFork(rope)) return typeof rope.content === 'string' ? rope.content.lastIndexOf('\n', at - 1) : -1
  const inRight = newlineBefore(rope.right, at - rope.left.length)
  return inRight === -1 ? newlineBefore(rope.left, at) : rope.left.length + inRight
}

/** Offset of the first newline at or behind an offset, or -1. */
export function newlineFrom(rope: Rope, at: number): number {
  if (rope === null || at >= rope.length || rope.newlines === 0) return -1
  if (!isFork(rope)) return typeof rope.content === 'string' ? rope.content.indexOf('\n', Math.max(0, at)) : -1
  const inLeft = newlineFrom(rope.left, at)
  if (inLeft !== -1) return inLeft
  const inRight = newlineFrom(rope.right, at - rope.left.length)
  return inRight === -1 ? -1 : rope.left.length + inRight
}
