import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'

const root = path.resolve(import.meta.dirname, '../..')
const left = new Set(['.git', 'node_modules', 'dist', 'coverage'])

/** What a checking tool answered. */
export interface Verdict {
  readonly exitCode: number | undefined
  readonly stdout: string
}

/** A copy of the repository's sources in a temporary directory, to plant breaches in. */
export class CopyOfTheHouse {
  private constructor(private readonly directory: string) {}

  static async make(): Promise<CopyOfTheHouse> {
    const directory = await mkdtemp(path.join(tmpdir(), 'planted-'))
    const names = (await readdir(root)).filter((name) => !left.has(name))
    await Promise.all(names.map((name) => cp(path.join(root, name), path.join(directory, name), { recursive: true })))
    await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'))
    return new CopyOfTheHouse(directory)
  }

  async write(file: string, code: string): Promise<void> {
    const target = path.join(this.directory, file)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, code + '\n')
  }

  /** Runs a tool of node_modules/.bin in the copy. */
  async run(tool: string, args: readonly string[]): Promise<Verdict> {
    const { exitCode, stdout } = await execa(tool, args, {
      cwd: this.directory,
      localDir: root,
      preferLocal: true,
      reject: false,
      stdin: 'ignore',
    })
    return { exitCode, stdout }
  }

  /** Turns a path that a tool reports into one from the root of the repository. */
  relative(file: string): string {
    return path.relative(this.directory, path.resolve(this.directory, file))
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true })
  }
}
