/** How an exported session looks: on paper too, light and dark as the reader has it. */
export const htmlStyle = `
:root { --ink: #1f2328; --faint: #59636e; --paper: #fff; --box: #f6f8fa; --line: #d1d9e0; --good: #116329; --bad: #a40e26; --in: #dafbe1; --out: #ffebe9; --at: #0550ae }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --box: #161b22; --line: #3d444d; --good: #3fb950; --bad: #ff7b72; --in: #12361f; --out: #47191c; --at: #79c0ff }
}
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.5rem; overflow-wrap: anywhere }
h2 { font-size: 1rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem }
time, .note, footer, dt { color: var(--faint); font-weight: normal; font-size: .875rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 }
dd { margin: 0; overflow-wrap: anywhere }
blockquote { margin: 0 0 1rem; padding: .5rem 1rem; border-left: .25rem solid var(--line); background: var(--box) }
blockquote, .answer p { white-space: pre-wrap; overflow-wrap: anywhere }
pre, code { font: .8125rem/1.45 ui-monospace, monospace }
pre { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--box); white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 }
ins, del { text-decoration: none }
ins { background: var(--in) }
del { background: var(--out) }
.at { color: var(--at) }
.ok { color: var(--good) }
.bad { color: var(--bad) }
.call, details { margin: .5rem 0 }
summary { cursor: pointer }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem }
@media print { body { max-width: none; margin: 0 } pre, blockquote { break-inside: avoid-page } }
`
