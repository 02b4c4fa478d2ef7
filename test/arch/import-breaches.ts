import type { Breach } from './breach.ts'

const plant = (rule: string, file: string, code: string): Breach => ({ rule, file, code })

/** At least one breach of every rule of .dependency-cruiser.cjs; type imports are as bad as the others. */
export const importBreaches: readonly Breach[] = [
  plant('bin-only-starts-the-cli', 'bin/planted.js', `import '../core/values/ids.ts'`),
  plant('nobody-imports-cli', 'remote/planted-cli.ts', `import '../cli/run.ts'`),
  plant('nobody-imports-cli', 'vfs/planted-cli.ts', `import type { Planted } from '../cli/run.ts'`),
  plant('cli-does-not-import-bin', 'cli/planted-bin.ts', `import '../bin/lightspeed.js'`),
  plant('core-sees-only-core', 'core/host/planted-vfs.ts', `import type { Planted } from '../../vfs/planted.ts'`),
  plant('core-sees-only-core', 'core/store/planted-sandbox.ts', `import '../../sandbox/planted.ts'`),
  plant('core-sees-only-core', 'core/effects/planted-remote.ts', `import '../../remote/planted.ts'`),
  plant('vfs-sees-only-core', 'vfs/planted-sandbox.ts', `import type { Planted } from '../sandbox/planted.ts'`),
  plant('vfs-sees-only-core', 'vfs/planted-remote.ts', `import '../remote/planted.ts'`),
  plant('sandbox-sees-only-core', 'sandbox/planted-vfs.ts', `import type { Planted } from '../vfs/planted.ts'`),
  plant('sandbox-sees-only-core', 'sandbox/planted-remote.ts', `import '../remote/planted.ts'`),

  plant('pure-core-has-no-world', 'core/machine/planted-node.ts', `import 'node:fs'`),
  plant('pure-core-has-no-world', 'core/machine/run/planted-late.ts', `export const late = () => import('node:os')`),
  plant('pure-core-has-no-world', 'core/values/planted-npm.ts', `import 'diff'`),
  plant('pure-core-has-no-world', 'core/log/planted-port.ts', `import type { Planted } from '../ports/event-log.ts'`),
  plant('values-stand-alone', 'core/values/planted-machine.ts', `import type { State } from '../machine/state.ts'`),
  plant('machine-sees-only-values', 'core/machine/planted-log.ts', `import type { Planted } from '../log/entry.ts'`),
  plant('slices-share-only-facts', 'core/machine/run/planted-evolve.ts', `import '../turn/evolve.ts'`),
  plant(
    'slices-share-only-facts',
    'core/machine/tool/planted-type.ts',
    `import type { Planted } from '../run/decide.ts'`,
  ),
  plant('slices-do-not-see-the-joins', 'core/machine/turn/planted-join.ts', `import '../plan.ts'`),
  plant('ports-are-interfaces', 'core/ports/planted-host.ts', `import type { Planted } from '../host/host.ts'`),
  plant('ports-are-interfaces', 'core/ports/planted-node.ts', `import 'node:fs'`),
  plant('ports-are-interfaces', 'core/ports/planted-machine.ts', `import '../machine/evolve.ts'`),
  plant(
    'effects-do-not-see-the-host',
    'core/effects/planted-host.ts',
    `import type { Planted } from '../host/host.ts'`,
  ),
  plant('host-and-effects-see-ports-not-adapters', 'core/host/planted-store.ts', `import '../store/planted.ts'`),
  plant('host-and-effects-see-ports-not-adapters', 'core/effects/planted-model.ts', `import '../models/planted.ts'`),
  plant('adapters-see-only-ports', 'core/models/planted-store.ts', `import '../store/planted.ts'`),
  plant('adapters-see-only-ports', 'core/tools/planted-host.ts', `import type { Planted } from '../host/host.ts'`),
  plant(
    'adapters-import-no-machine-code',
    'core/store/planted-evolve.ts',
    `import { evolve } from '../machine/evolve.ts'`,
  ),

  plant('no-cycles', 'core/store/planted-circle.ts', `import './planted.ts'`),
  plant('no-test-in-source', 'sandbox/planted-test.ts', `import '../test/planted.ts'`),
  plant('no-unresolvable', 'vfs/planted-nowhere.ts', `import './planted-which-is-not-there.ts'`),
]

/** Files that the breaches import, so that the list does not lean on what the folders hold today: path -> code. */
export const importTargets: Readonly<Record<string, string>> = {
  'core/models/planted.ts': 'export type Planted = 1',
  'core/store/planted.ts': `import './planted-circle.ts'`,
  'remote/planted.ts': 'export type Planted = 1',
  'sandbox/planted.ts': 'export type Planted = 1',
  'test/planted.ts': 'export type Planted = 1',
  'vfs/planted.ts': 'export type Planted = 1',
}
