import picomatch from 'picomatch'
import { errorMessage } from '../../../core/values/errors.ts'
import { ToolFailure } from '../tool-failure.ts'

/** Tells whether a path, relative to where the pattern applies, is meant. */
export type FilePattern = (path: string) => boolean

const longestPattern = 1000

/**
 * A glob: `*`, `**`, `?`, `[...]`, `{a,b}`, `!` in front. Without a slash it is for names at any depth, with `./` in
 * front for one directory, with a slash at its end for all below; dot files are like others. @throws ToolFailure
 */
export function filePattern(glob: string): FilePattern {
  const plain = glob.replace(/^(!?)(\.?\/)+/, '$1').replace(/\/$/, '/**')
  if (plain === '' || plain.length > longestPattern) {
    throw new ToolFailure(`a file pattern must have 1 to ${longestPattern} characters, for example **/*.ts`)
  }
  try {
    return picomatch(plain, { dot: true, basename: !glob.includes('/') })
  } catch (error) {
    throw new ToolFailure(`${JSON.stringify(glob)} is not a valid file pattern: ${errorMessage(error)}`)
  }
}
