/** Reads a tree of files; paths are relative to its root, which is ``. */
export interface InstructionSource {
  list(directory: string): Promise<readonly { readonly name: string; readonly isDirectory: boolean }[]>
  /** Null when the file cannot be read as text. */
  read(path: string): Promise<string | null>
}

/** One file of instructions. */
export interface InstructionFile {
  readonly path: string
  readonly text: string
}

/** What a project says to agents. */
export interface FoundInstructions {
  /** Those that hold from the start: the root's first, the working directory's last. */
  readonly files: readonly InstructionFile[]
  /** Paths of those in all other directories, which hold for what lies there. */
  readonly nested: readonly string[]
}

/** By precedence: of one directory only the first that says something counts. */
const names = ['AGENTS.override.md', 'AGENTS.md', 'CLAUDE.md']

const mostDirectories = 1000
const neverEntered = /^(\.|node_modules$|vendor$)/

/** Finds instructions from the root down to the working directory, and names those elsewhere. */
export async function findInstructions(source: InstructionSource, workingDirectory = ''): Promise<FoundInstructions> {
  const files: InstructionFile[] = []
  const way = chain(workingDirectory)
  for (const directory of way) {
    const file = await readFirst(source, directory)
    if (file !== null) files.push(file)
  }
  return { files, nested: await findNested(source, new Set(way)) }
}

/** `a/b` gives ``, `a`, `a/b`. */
function chain(directory: string): readonly string[] {
  const parts = directory === '' ? [] : directory.split('/')
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

async function readFirst(source: InstructionSource, directory: string): Promise<InstructionFile | null> {
  const entries = await source.list(directory)
  for (const name of names) {
    if (!entries.some((entry) => entry.name === name && !entry.isDirectory)) continue
    const path = join(directory, name)
    const text = await source.read(path)
    if (text !== null && text.trim() !== '') return { path, text }
  }
  return null
}

/** Breadth first, so that in a huge tree the nearest ones are found. */
async function findNested(source: InstructionSource, known: ReadonlySet<string>): Promise<readonly string[]> {
  const nested: string[] = []
  const queue = ['']
  for (let next = 0; next < Math.min(queue.length, mostDirectories); next += 1) {
    const directory = queue[next] ?? ''
    const entries = await source.list(directory)
    const name = names.find((wanted) => entries.some((entry) => entry.name === wanted && !entry.isDirectory))
    if (!known.has(directory) && name !== undefined) nested.push(join(directory, name))
    for (const entry of entries) {
      if (entry.isDirectory && !neverEntered.test(entry.name)) queue.push(join(directory, entry.name))
    }
  }
  return nested.sort()
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`
}
