// Who may import whom. The sentences are DESIGN.md section 2; test/arch/ plants a breach of every rule here.

const pure = '^core/(machine|values|log)/'
const adapters = 'models|tools|mcp|skills|instructions|store|live'
const anywhereButTests = '^(bin|cli|core|vfs|sandbox|remote|scripts)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    // bin -> cli -> remote -> sandbox, vfs -> core
    {
      name: 'bin-only-starts-the-cli',
      severity: 'error',
      comment: 'bin loads the built cli and nothing else',
      from: { path: '^bin/' },
      to: { path: '^(core|vfs|sandbox|remote)/' },
    },
    {
      name: 'nobody-imports-cli',
      severity: 'error',
      comment: 'cli stands at the end: only bin and tests may import it',
      from: { pathNot: '^(cli|bin|test)/' },
      to: { path: '^(cli|bin)/' },
    },
    {
      name: 'cli-does-not-import-bin',
      severity: 'error',
      comment: 'bin starts the cli, never the other way round',
      from: { path: '^cli/' },
      to: { path: '^bin/' },
    },
    {
      name: 'core-sees-only-core',
      severity: 'error',
      comment: 'core states its needs as ports; vfs, sandbox and remote come to it',
      from: { path: '^core/' },
      to: { path: '^(vfs|sandbox|remote|cli|bin|bench|scripts)/' },
    },
    {
      name: 'vfs-sees-only-core',
      severity: 'error',
      comment: 'vfs and sandbox meet through core ports that cli/compose.ts joins',
      from: { path: '^vfs/' },
      to: { path: '^(sandbox|remote|cli|bin|bench|scripts)/' },
    },
    {
      name: 'sandbox-sees-only-core',
      severity: 'error',
      comment: 'vfs and sandbox meet through core ports that cli/compose.ts joins',
      from: { path: '^sandbox/' },
      to: { path: '^(vfs|remote|cli|bin|bench|scripts)/' },
    },

    // Inside core: host, effects -> ports, log -> machine -> values
    {
      name: 'pure-core-has-no-world',
      severity: 'error',
      comment:
        'machine, values and log run inside a Temporal workflow: no node:, no npm package, nothing of ours but these',
      from: { path: pure },
      to: { pathNot: pure },
    },
    {
      name: 'values-stand-alone',
      severity: 'error',
      comment: 'everything may use values, so values use nothing',
      from: { path: '^core/values/' },
      to: { path: '^core/', pathNot: '^core/values/' },
    },
    {
      name: 'machine-sees-only-values',
      severity: 'error',
      comment: 'the log stores what the machine says; the machine does not know that it is stored',
      from: { path: '^core/machine/' },
      to: { path: '^core/log/' },
    },
    {
      name: 'slices-share-only-facts',
      severity: 'error',
      comment: "a slice may read another slice's events and state, never its behaviour",
      from: { path: '^core/machine/([^/]+)/' },
      to: { path: '^core/machine/[^/]+/', pathNot: '^core/machine/($1/|[^/]+/(events|state)\\.ts$)' },
    },
    {
      name: 'slices-do-not-see-the-joins',
      severity: 'error',
      comment: 'machine/{evolve,decide,plan}.ts join the slices; a slice that imports one closes the circle',
      from: { path: '^core/machine/[^/]+/' },
      to: { path: '^core/machine/(evolve|decide|plan|advance|index)\\.ts$' },
    },
    {
      name: 'ports-are-interfaces',
      severity: 'error',
      comment: 'a port names values, stored entries and what the machine says, and nothing that does work',
      from: { path: '^core/ports/' },
      to: {
        pathNot: [
          '^core/(ports|values|log)/',
          '^core/machine/(events|state|commands|intents)\\.ts$',
          '^core/machine/[^/]+/(events|state|commands)\\.ts$',
        ],
      },
    },
    {
      name: 'effects-do-not-see-the-host',
      severity: 'error',
      comment: 'every host performs the same effects',
      from: { path: '^core/effects/' },
      to: { path: '^core/host/' },
    },
    {
      name: 'host-and-effects-see-ports-not-adapters',
      severity: 'error',
      comment: 'adapters are handed in by cli/compose.ts',
      from: { path: '^core/(host|effects)/' },
      to: { path: `^core/(${adapters})/` },
    },
    {
      name: 'adapters-see-only-ports',
      severity: 'error',
      comment:
        'models, tools, mcp, skills, instructions and store implement ports and know neither host nor each other',
      from: { path: `^core/(${adapters})/` },
      to: { path: '^core/', pathNot: '^core/($1|ports|log|values|machine)/' },
    },
    {
      name: 'adapters-import-no-machine-code',
      severity: 'error',
      comment: 'import type: the events and state of the machine are shapes to an adapter',
      from: { path: `^core/(${adapters})/` },
      to: { path: '^core/machine/', dependencyTypesNot: ['type-only'] },
    },

    // Everywhere
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'what imports itself has no order',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-test-in-source',
      severity: 'error',
      comment: 'what ships does not lean on what tests it',
      from: { path: anywhereButTests },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'an import that finds no file breaks at run time, or escapes these rules',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\.\\./dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|examples)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'require'],
    },
  },
}
