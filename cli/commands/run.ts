import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { Command } from '../command.ts'
import { performRun } from '../work/perform-run.ts'
import { readMounts, runFlags } from '../work/run-flags.ts'

/** `lightspeed run`. */
export default class Run extends Command {
  static override readonly summary = 'Give the agent a task and see it through'
  static override readonly description = `The agent works on snapshots of the mounted directories; your files stay as they are until lightspeed apply, or --apply.

The prompt is the words after run, what is piped in, or both; with - it waits for the end of stdin. stdout carries only the answer, or with --json only the log. Exit codes: 0 done, 1 failed, 2 usage, 3 limit reached, 4 denied, 5 authentication, 130 interrupted, 143 terminated.`
  static override readonly examples = [
    '<%= config.bin %> run -m demo/scripted --mount . "try it without a key"',
    '<%= config.bin %> run --mount . "fix the failing test in src/date.ts"',
    'git diff | <%= config.bin %> run "review this"',
    '<%= config.bin %> run -c "now the same for src/time.ts"',
    "<%= config.bin %> run --detach --mount . 'bring the docs up to date'",
    "<%= config.bin %> run --json --max-budget-usd 0.50 --timeout 10m --mount . --apply 'update the changelog' | jq .",
  ]
  static override readonly flags = runFlags
  static override readonly args = { prompt: { description: 'what to do; - waits for stdin' } }
  static override readonly strict = false

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Run, argv)
    changeDirectory(flags.cd)
    await performRun({ flags, words: rest, mounts: readMounts(flags), directory: currentDirectory() })
  }
}
