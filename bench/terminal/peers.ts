import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../support/figures.ts'
import { short } from '../support/stats.ts'
import { openBenchDesk, type BenchDesk } from './desk.ts'
import { measureAgent } from './measure-agent.ts'
import type { Face } from './probes.ts'

/** Another agent, and how it is told to talk to the mock and to nobody else. */
interface Peer extends Face {
  readonly name: string
  /** What npm installs; the next where the one before cannot be had. */
  readonly packages: readonly string[]
  /** From the directory that it was installed in; the first argument is a program, or a script for node. */
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Writes what a person would have answered at its first start. */
  readonly settle: (desk: BenchDesk) => void
}

const prompt = 'stream it'

const peers: readonly Peer[] = [
  {
    name: 'claude-code',
    packages: ['@anthropic-ai/claude-code'],
    argv: [
      `node_modules/@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`,
      '--model',
      'claude-sonnet-4-5',
    ],
    env: { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    settle: ({ home, directory }) => {
      const projects = { [directory]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } }
      const key = { customApiKeyResponses: { approved: ['bench'], rejected: [] } }
      const settings = { hasCompletedOnboarding: true, theme: 'dark', projects, ...key }
      writeFileSync(join(home, '.claude.json'), JSON.stringify(settings))
    },
    ...{ prompt, isReady: (screen) => screen.includes('❯') && screen.includes('? for shortcuts') },
    isEchoed: (screen, typed) => screen.replaceAll('\u00a0', ' ').includes(`❯ ${typed}`),
  },
  {
    name: 'codex',
    packages: ['@openai/codex'],
    argv: ['node_modules/@openai/codex/bin/codex.js'],
    env: {},
    settle: ({ home, directory, url }) => {
      mkdirSync(join(home, '.codex'))
      const settings = [
        'model = "bench-model"\nmodel_provider = "mock"\napproval_policy = "never"',
        'sandbox_mode = "danger-full-access"\ncheck_for_update_on_startup = false',
        `[model_providers.mock]\nname = "mock"\nbase_url = "${url}/v1"\nenv_key = "OPENAI_API_KEY"\nwire_api = "responses"`,
        `[projects."${directory}"]\ntrust_level = "trusted"\n`,
      ]
      writeFileSync(join(home, '.codex', 'config.toml'), settings.join('\n'))
    },
    ...{ prompt, isReady: (screen) => screen.includes('›') && screen.includes('? for shortcuts') },
    isEchoed: (screen, typed) => screen.includes(`› ${typed}`),
  },
  {
    name: 'pi',
    packages: ['@earendil-works/pi-coding-agent', '@earendil-works/pi-coding-agent@0.87.1'],
    argv: ['node_modules/@earendil-works/pi-coding-agent/dist/cli.js', '--provider', 'mock', '--model', 'gpt-5.5'],
    env: { PI_OFFLINE: '1' },
    settle: ({ home, url }) => {
      mkdirSync(join(home, '.pi', 'agent'), { recursive: true })
      const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
      const model = { id: 'gpt-5.5', name: 'mock', reasoning: false, input: ['text'], cost }
      const models = [{ ...model, contextWindow: 200_000, maxTokens: 32_000 }]
      const mock = { baseUrl: `${url}/v1`, api: 'openai-responses', apiKey: 'OPENAI_API_KEY', models }
      writeFileSync(join(home, '.pi', 'agent', 'models.json'), JSON.stringify({ providers: { mock } }))
    },
    ...{ prompt, isReady: (screen) => screen.includes('(mock) gpt-5.5') },
    isEchoed: (screen, typed) => screen.split('\n').some((line) => line.trim() === typed),
  },
]

/** Measures other agents, one after the other, each in a home of its own. @returns by figure, what they need */
export async function measurePeers(rounds: number): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const peer of peers) {
    const directory = mkdtempSync(join(tmpdir(), 'bench-peer-'))
    try {
      for (const { figure, measured } of await measurePeer(peer, directory, rounds))
        found.set(figure, [found.get(figure), `${peer.name} ${short(measured)}`].filter(Boolean).join(', '))
    } catch (error) {
      console.log(`${peer.name} is left out: ${String(error).split('\n')[0]}`)
    } finally {
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
    }
  }
  return found
}

async function measurePeer(peer: Peer, directory: string, rounds: number): Promise<readonly Figure[]> {
  const version = install(peer, directory)
  console.log(`measuring ${peer.name} ${version}`)
  const desk = await openBenchDesk(true)
  try {
    peer.settle(desk)
    const [file = '', ...args] = peer.argv
    const path = join(directory, file)
    const argv: [string, ...string[]] = file.endsWith('.js') ? [process.execPath, path, ...args] : [path, ...args]
    return await measureAgent({ argv, env: { ...desk.env, ...peer.env }, cwd: desk.directory }, peer, rounds)
  } finally {
    desk.close()
  }
}

/** Installs it outside of this repository. @returns the version */
function install({ packages }: Peer, directory: string): string {
  writeFileSync(join(directory, 'package.json'), '{"private":true}')
  let reason = ''
  for (const name of packages) {
    const ended = spawnSync('npm', ['install', '--no-audit', '--no-fund', name], { cwd: directory, encoding: 'utf8' })
    const folder = join(directory, 'node_modules', name.replace(/(?<=.)@.*/, ''))
    if (ended.status === 0)
      return String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: unknown }).version)
    reason = ended.stderr.split('\n').find((line) => line.includes('404')) ?? ended.stderr.split('\n')[0] ?? ''
  }
  throw new Error(`npm cannot install it: ${reason}`)
}
