import type { Shell } from '../../core/ports/shell.ts'
import type { Toolset } from '../../core/ports/tool.ts'
import { runTool } from '../../core/tools/run-tool.ts'
import { createToolset } from '../../core/tools/toolset.ts'
import type { Dialect } from '../../core/values/model-facts.ts'
import type { Sandbox } from '../../sandbox/create-sandbox.ts'
import { vfsTools } from '../../vfs/tools/vfs-tools.ts'

/** What a model is given; without a sandbox there is no shell. */
export function buildToolset(dialect: Dialect, sandbox: Sandbox | null): Toolset {
  const shell = sandbox === null ? [] : [sandbox.shellTool(dialect)]
  const offered = createToolset([...shell, ...vfsTools(dialect)])
  return {
    specs: offered.specs,
    find: (name) => offered.find(name) ?? null,
    run: (call, context) => runTool(offered, call, context),
  }
}

/** For a session that was begun without commands, where nothing confines them. */
export const noShell: Shell = {
  run: async () => ({
    outcome: 'error',
    text: 'The command was not run: nothing confines commands here, and this session was begun without them.',
  }),
}

/** The shell tool without a model: a person's command may take as long as commands may. */
export function buildShell(sandbox: Sandbox): Shell {
  const tool = sandbox.shellTool('plain')
  const offered = createToolset([tool])
  return {
    run: (command, context) => {
      const args = JSON.stringify({ command, timeout_ms: Number.MAX_SAFE_INTEGER })
      return runTool(offered, { name: tool.spec.name, args }, context)
    },
  }
}
