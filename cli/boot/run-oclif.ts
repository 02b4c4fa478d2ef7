import { Config } from '@oclif/core/config'
import { run } from '@oclif/core/run'
import { helpExamples } from './help-examples.ts'
import type { Program } from './program.ts'

/** Lets oclif answer: help of any command or topic, the version. */
export async function runOclif(program: Program, argv: readonly string[]): Promise<void> {
  const config = await Config.load({ root: program.directory })
  await run([...argv], config)
  process.stdout.write(helpExamples(argv))
}
