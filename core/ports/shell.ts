import type { ToolContext, ToolResult } from './tool.ts'

/** Runs command lines of a person where the session's tools run theirs. */
export interface Shell {
  /**
   * Waits for the end. That a command could not be run is a result with outcome `error` which says
   * what to do; throwing means a defect.
   */
  run(line: string, context: ToolContext): Promise<ToolResult>
}
