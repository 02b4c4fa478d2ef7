import { readFileSync } from 'node:fs'

/** Web globals that the SDKs name and that core/models/http/sdk-globals.ts stands in for. */
const names = ['Headers', 'Response', 'FormData']

/**
 * An esbuild plugin that gives the SDKs our small stand-ins for web globals. Node loads undici at the first
 * touch of the real ones: 55 ms of CPU and 9 MB in a run of one turn.
 */
export function leanSdk(globals) {
  return {
    name: 'lean-sdk',
    setup(build) {
      build.onLoad({ filter: /node_modules\/(openai|@anthropic-ai\/sdk)\/.*\.mjs$/ }, ({ path }) => {
        // The SDK looks this constructor up by its name, and so would load the real one.
        const text = readFileSync(path, 'utf8').replace(/^ *'Headers',\n/m, '')
        const used = names.filter((name) => new RegExp(`(?<![.\\w'"])${name}\\b(?!['":])`).test(text))
        const head = used.length > 0 ? `import { ${used.join(', ')} } from ${JSON.stringify(globals)};` : ''
        return { contents: head + text, loader: 'js' }
      })
    },
  }
}
