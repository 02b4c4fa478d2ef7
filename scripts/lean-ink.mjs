import { readFileSync } from 'node:fs'

/** Characters of one column that never join with their neighbours: most text, rules, bullets, arrows, quotes. */
export const narrowClass = String.raw` -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426\u2500-\u259f\u25cb\u25cf\u2713-\u2718`

/** Looked up with the grapheme segmenter and an emoji pattern that takes 30 ms to build otherwise. */
const narrowWidth = String.raw`
	if (ambiguousIsNarrow && /^[${narrowClass}]*$/.test(string)) {
		return string.length;
	}

	const eastAsianWidthOptions = {ambiguousAsWide`

/** Built when first wanted, and not asked about units that are no emoji by themselves. */
const lazyEmoji = String.raw`
let emoji;
const rgiEmojiRegex = {
	test(segment) {
		if (segment.length === 1 && (segment < '\u231a' || segment > '\u2b55')) {
			return false;
		}
		emoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v');
		return emoji.test(segment);
	},
};
`

/** Rows of whole, plain lines; null when cells have to be put together one by one. */
const plainRows = String.raw`
const narrowLine = /^(?:[${narrowClass}]|\u001b\[[\d;]+m)*$/;
const closedBy = (code) =>
	code === '1' || code === '2' ? '22' : /^[34579]$/.test(code) ? '2' + code : /^(?:3[0-8]|9[0-7])$/.test(code) ? '39' : null;

function endsAsItBegan(line) {
	const open = new Set();
	for (const [, codes] of line.matchAll(/\u001b\[([\d;]+)m/g)) {
		const closed = closedBy(codes.split(';')[0]);
		if (closed !== null) open.add(closed);
		else if (codes === '0') open.clear();
		else if (!open.delete(codes) && !/^(?:2[2-9]|39|49)$/.test(codes)) return false;
	}
	return open.size === 0;
}

function plainRows(operations, height) {
	const rows = Array.from({length: height}, () => '');
	const taken = new Set();
	for (const {type, x, y, text, transformers} of operations) {
		if (type !== 'write' || x !== 0) return null;
		for (const [index, line] of text.split('\n').entries()) {
			const row = y + index;
			if (row < 0 || row >= height) continue;
			if (taken.has(row) || transformers.some(transform => transform(line, index) !== line)) return null;
			if (!narrowLine.test(line) || (line.includes('\u001b') && !endsAsItBegan(line))) return null;
			taken.add(row);
			rows[row] = line.trimEnd();
		}
	}
	return rows;
}
`

const plainGet = `get() {
        const plain = plainRows(this.operations, this.height);
        if (plain !== null) return {output: plain.join('\\n'), height: this.height};`

/** tmux keeps in its history what is erased from the very first cell on: a frame at the top of the screen, say. */
const eraseFrame = String.raw`ansiEscapes.eraseLine + ansiEscapes.cursorForward() + ansiEscapes.eraseDown + ansiEscapes.cursorTo(0));
};`

const edits = [
  // Emscripten looks whether there is a fetch, and that alone loads undici: 50 ms. The code is inline, nothing is fetched.
  { file: /[\\/]yoga-wasm-base64-esm\.js$/, from: /^/, to: 'const fetch = undefined;\n' },
  {
    file: /[\\/]node_modules[\\/]string-width[\\/]index\.js$/,
    from: '\n\tconst eastAsianWidthOptions = {ambiguousAsWide',
    to: narrowWidth,
  },
  { file: /[\\/]node_modules[\\/]string-width[\\/]index\.js$/, from: /const rgiEmojiRegex = .*;\n/, to: lazyEmoji },
  {
    file: /[\\/]ink[\\/]build[\\/]output\.js$/,
    from: 'class OutputCaches {',
    to: `${plainRows}\nclass OutputCaches {`,
  },
  { file: /[\\/]ink[\\/]build[\\/]output\.js$/, from: 'get() {', to: plainGet },
  { file: /[\\/]ink[\\/]build[\\/]cursor-helpers\.js$/, from: 'ansiEscapes.eraseDown);\n};', to: eraseFrame },
]

/**
 * An esbuild plugin that spares ink work: what it draws here is laid out already, line by line. Without it a chat takes 90 ms
 * more to its first paint, and twice the CPU while an answer streams. What is shown is the same; what tmux keeps is less.
 */
export const leanInk = {
  name: 'lean-ink',
  setup(build) {
    build.onLoad(
      { filter: /(yoga-wasm-base64-esm|string-width[\\/]index|ink[\\/]build[\\/](output|cursor-helpers))\.js$/ },
      ({ path }) => {
        const before = readFileSync(path, 'utf8')
        // An older string-width, which other packages bring, has none of this.
        if (path.includes('string-width') && !before.includes('rgiEmojiRegex')) return undefined
        const contents = edits
          .filter(({ file }) => file.test(path))
          .reduce((text, edit) => apply(text, edit, path), before)
        return { contents, loader: 'js' }
      },
    )
  },
}

function apply(text, { from, to }, path) {
  const after = text.replace(from, () => to)
  if (after === text) throw new Error(`${path} has changed: scripts/lean-ink.mjs no longer finds ${from}`)
  return after
}
