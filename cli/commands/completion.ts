import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from '../command.ts'
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
    const { readCommands } = await import('../completion/read-commands.ts')
    const commands = await readCommands(dirname(fileURLToPath(import.meta.url)))
    switch (shell) {
      case 'bash':
        return print((await import('../completion/bash.ts')).bashCompletion(commands))
      case 'zsh':
        return print((await import('../completion/zsh.ts')).zshCompletion(commands))
      case 'fish':
        return print((await import('../completion/fish.ts')).fishCompletion(commands))
      default:
        throw new UsageError(`no completion for ${shell}; there is one for bash, zsh and fish`)
    }
  }
}
