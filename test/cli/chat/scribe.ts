import type { Audience } from '../../../cli/chat/audience.ts'
import type { Block } from '../../../cli/chat/block.ts'

/** An audience that writes down what it hears, a line each. */
export function openScribe(): Audience & { readonly heard: string[] } {
  const heard: string[] = []
  return {
    heard,
    block: (block) => heard.push(blockWords(block)),
    text: (chunk) => heard.push(`text ${chunk}`),
    thinking: (chunk) => heard.push(`thinking ${chunk}`),
    landed: (text, thinking) => heard.push(`landed ${text ?? '-'}${thinking === '' ? '' : ` (${thinking})`}`),
    dropped: () => heard.push('dropped'),
    callStarted: (call, title) => heard.push(`call ${call} ${title}`),
    callOutput: (call, chunk) => heard.push(`output ${call} ${chunk}`),
    callEnded: (call) => heard.push(`ended ${call}`),
    changed: () => undefined,
  }
}

function blockWords(block: Block): string {
  switch (block.type) {
    case 'prompt':
      return `${block.how} ${block.text}`
    case 'call':
      return `${block.outcome} ${block.title}${block.exitCode === null ? '' : ` exit ${block.exitCode}`}${block.diff}`
    case 'note':
      return `${block.tone} ${block.text}`
    case 'diff':
      return block.diff
    case 'end':
      return `end ${block.outcome.type}${block.tally === null ? '' : ` after ${block.tally.turns}`}`
    default:
      return `${block.type} ${block.text}`
  }
}
