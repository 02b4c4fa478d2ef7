// node bench/run.ts [headless|terminal]: one of them, or both.
const [wanted] = process.argv.slice(2)

if (wanted !== 'terminal') await import('./headless.ts')
if (wanted !== 'headless') await import('./terminal.ts')
