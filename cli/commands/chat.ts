import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { chatFlags } from '../chat/chat-flags.ts'
import { performChat } from '../chat/perform-chat.ts'
import { Command } from '../command.ts'

/** `lightspeed chat`. */
export default class Chat extends Command {
  static override readonly summary = 'Talk with the agent in this terminal'
  static override readonly description = `The agent works on a snapshot of this directory; your files stay as they are until /apply. /help lists the commands, ? the keys.

Leaving does not stop a run: it goes on in the background, lightspeed attach joins it again.`
  static override readonly examples = [
    '<%= config.bin %> chat',
    '<%= config.bin %> chat -m demo/scripted --mount examples/hello',
    '<%= config.bin %> chat -c',
    '<%= config.bin %> chat "explain src/date.ts"',
  ]
  static override readonly flags = chatFlags
  static override readonly args = { prompt: { description: 'what to say first' } }
  static override readonly strict = false

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Chat, argv)
    changeDirectory(flags.cd)
    await performChat({ flags, words: rest, directory: currentDirectory() })
  }
}
