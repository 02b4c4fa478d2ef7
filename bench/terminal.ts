import { openBenchDesk, binary } from './terminal/desk.ts'
import { paint, stream, type Face } from './terminal/probes.ts'
import { quietMoment } from './support/quiet.ts'
const desk = await openBenchDesk()
const face: Face = { isReady: (s) => s.includes('say what to do'), prompt: 'stream it', enter: '\r' }
const options = { argv: [process.execPath, binary, 'chat', '-m', 'openai/gpt-5.5'] as [string, ...string[]], env: desk.env, cwd: desk.directory }
try {
  for (let i = 0; i < 5; i++) { const q = await quietMoment(0.3, 5000); console.log('busy', q.toFixed(2), await paint(options, face.isReady)) }
  const q = await quietMoment(0.3, 5000)
  console.log('busy', q.toFixed(2), await stream(options, face, null))
  const e = await stream(options, face, 150)
  console.log(e)
} finally { desk.close() }
