// Preloaded into the binary: a defect of ours that shows itself when the test says so.
process.on('SIGUSR2', () => {
  throw new Error('a defect of ours')
})
