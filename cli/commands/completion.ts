import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from '../command.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { readCommands } from '../completion/read-commands.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { UsageError } from '../errors.ts'
import { print } from '../render/print.ts'

/** `lightspeed completion`. */
export default class Completion extends Command {
  static override readonly summary = 'Print a completion script for your shell'
  static override readonly description = 'Completes commands, flags, their values and session ids.'
  static override readonly examples = [
    '<%= config.bin %> completion bash > ~/.local/share/bash-completion/completions/lightspeed',
    '<%= config.bin %> completion zsh > "${fpath[1]}/_lightspeed"',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/lightspeed.fish',
  ]
  static override readonly args = { shell: { description: 'bash, zsh or fish', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const [shell = ''] = this.parse(Completion, argv).rest
    const render = scripts.get(shell)
    if (!render) throw new UsageError(`no completion for ${shell}; there is one for ${[...scripts.keys()].join(', ')}`)
    print(render(await readCommands(dirname(fileURLToPath(import.meta.url)))))
  }
}

const scripts = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
])
