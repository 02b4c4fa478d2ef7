import { walkTree } from '../../../vfs/tree/walk.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import type { ChatClient } from '../../chat/client.ts'
import { slashCommands } from '../../chat/commands/index.ts'
import type { Candidate, ChatDesk } from '../../chat/commands/slash-command.ts'
import { pathIndex } from '../editor/path-index.ts'
import { isMentionable, type CompletableCommand, type CompletionSources } from '../editor/complete.ts'
import { matchCandidates } from './match-candidates.ts'

/** Paths listed of a workspace at most. */
const mostPaths = 100_000

/** What the menu offers: commands with what their arguments may be, and the files that the agent sees. */
export class ChatCompletions {
  private paths: readonly string[] = []
  private listedRoots = ''
  private readonly candidates = new Map<string, readonly Candidate[]>()

  constructor(
    private readonly desk: ChatDesk,
    /** What was asked for has come. */
    private readonly changed: () => void,
  ) {}

  readonly sources = (before: string): CompletionSources => {
    if (before.includes('@')) this.list(this.desk.client)
    const [, asked] = /^\/(\S+)\s/.exec(before) ?? []
    if (asked !== undefined) this.ask(asked)
    return { commands: slashCommands.map((command) => this.completable(command)), paths: this.paths }
  }

  /** Arguments may be other ones the next time a command is typed. */
  forget(): void {
    this.candidates.clear()
  }

  private completable({ name, usage, summary, candidates }: (typeof slashCommands)[number]): CompletableCommand {
    const about = usage === '' ? summary : `${usage}  ${summary}`
    if (candidates === undefined) return { name, about }
    return { name, about, completeArgument: (typed) => matchCandidates(this.candidates.get(name) ?? [], typed) }
  }

  private ask(name: string): void {
    const command = slashCommands.find((known) => known.name === name)
    if (command?.candidates === undefined || this.candidates.has(name)) return
    this.candidates.set(name, [])
    command.candidates(this.desk).then(
      (found) => {
        this.candidates.set(name, found)
        this.changed()
      },
      // The command itself says what is wrong when it is sent.
      () => undefined,
    )
  }

  private list(client: Pick<ChatClient, 'roots'>): void {
    const roots = client.roots()
    const key = roots.map(({ path, root }) => `${path} ${root}`).join('\n')
    if (key === this.listedRoots) return
    this.listedRoots = key
    void listPaths(roots, this.desk.store.blobs)
      .then((paths) => {
        this.paths = paths
        pathIndex(paths)
        this.changed()
      })
      .catch(() => undefined)
  }
}

/** Files of the workspace that can be written down: those of the first mount as relative paths, others as absolute ones. */
async function listPaths(
  roots: ReturnType<ChatClient['roots']>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<readonly string[]> {
  const paths: string[] = []
  for (const [index, { path: mount, root }] of roots.entries()) {
    for await (const { path } of walkTree(root, blobs)) {
      if (paths.length >= mostPaths) return paths
      if (!isMentionable(path)) continue
      paths.push(index === 0 ? path : `${mount}/${path}`)
    }
  }
  return paths
}
