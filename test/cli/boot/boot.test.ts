import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { boot } from '../../../cli/boot/boot.ts'
import { commandWords } from '../../../cli/boot/find-command.ts'
import { helpExamples } from '../../../cli/boot/help-examples.ts'
import { plainWays } from '../../../cli/boot/plain-ways.ts'
import { slashCommands } from '../../../cli/chat/commands/index.ts'

const directory = fileURLToPath(new URL('../../../cli', import.meta.url))
const program = { directory, extension: '.ts' }

test.each([
  [['resume'], 'unknown command resume; here it is lightspeed chat -r SESSION, or chat -c for the last one'],
  [['rename', 'x'], 'here it is lightspeed sessions rename SESSION NAME'],
  [['theme', 'dark'], 'here it is lightspeed config set theme NAME'],
  [['/effort', 'high'], 'unknown command /effort; here it is lightspeed run -m MODEL:EFFORT'],
  [['help', 'new'], 'unknown command new; here it is lightspeed chat'],
  [['/cost'], 'unknown command /cost; here it is lightspeed cost'],
  [['quit'], 'unknown command quit; /quit leaves a chat'],
  [['resum'], 'unknown command resum; see lightspeed --help'],
])('%j: %s', async (argv, message) => {
  await expect(boot(program, argv)).rejects.toThrow(message)
})

test('every command of the chat is one of the command line, or its plain way is known', () => {
  const words = [...commandWords(`${directory}/commands`), ...plainWays.keys(), 'help']
  expect(slashCommands.map(({ name }) => name).filter((name) => !words.includes(name))).toEqual([])
})

test('the help of everything and of each topic without a command of its own has examples', () => {
  const { oclif } = JSON.parse(readFileSync(`${directory}/../package.json`, 'utf8')) as {
    oclif: { topics: Readonly<Record<string, unknown>> }
  }
  const topics = Object.keys(oclif.topics).filter((topic) => topic !== 'sessions' && topic !== 'config')
  for (const argv of [['--help'], ...topics.map((topic) => [topic, '--help'])])
    expect(helpExamples(argv)).toMatch(/^EXAMPLES\n( {2}\$ .*lightspeed.*\n\n?)+$/)
  for (const argv of [['--version'], ['auth', 'login', '--help'], ['run', '--help']])
    expect(helpExamples(argv)).toBe('')
})
