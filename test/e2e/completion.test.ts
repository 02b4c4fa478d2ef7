import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { binary, openDesk } from '../support/cli.ts'
import { writeSampleSessions } from '../support/sample-sessions.ts'
import { openTerminal } from '../support/terminal.ts'

const has = (program: string) => {
  try {
    execFileSync('which', [program])
    return true
  } catch {
    return false
  }
}

/** A desk with two sessions, a provider of its own, and the binary on the path. */
async function openCompleting() {
  const desk = openDesk()
  const { directory } = desk
  await writeSampleSessions(desk, [
    { id: 'aaa111', directory, exchanges: [['fix the dates', 'ok']] },
    { id: 'bbb222', directory, name: 'weekly', exchanges: [['collect figures', 'ok']] },
    { id: 'ccc333', directory, name: 'the long talk', exchanges: [['talk', 'ok']] },
  ])
  const local = { api: 'openai-chat', baseURL: 'http://127.0.0.1:9/v1', keyEnv: 'K', models: ['qwen:7b', 'qwen:70b'] }
  mkdirSync(join(desk.home, 'config'), { recursive: true })
  writeFileSync(join(desk.home, 'config', 'config.json'), JSON.stringify({ providers: { local } }))
  const programs = join(desk.home, 'programs')
  mkdirSync(programs)
  symlinkSync(binary, join(programs, 'lightspeed'))
  return { desk, env: { ...desk.env, PATH: `${programs}:${desk.env['PATH'] ?? ''}` } }
}

test('a real bash completes commands, sessions by id and name, models with colons, and the values of flags', async () => {
  const { desk, env } = await openCompleting()
  const script = join(desk.home, 'completion.bash')
  writeFileSync(script, (await desk.run(['completion', 'bash'])).stdout)
  const shell = openTerminal({
    program: 'bash',
    argv: ['--norc', '--noprofile', '-i'],
    env: { ...env, PS1: '$ ', INPUTRC: '/dev/null' },
    cwd: desk.directory,
    columns: 120,
  })
  await shell.waitFor('$')
  shell.type(`source ${script}; bind 'set show-all-if-ambiguous on'; clear\r`)
  const completes = async (typed: string, becomes: string | RegExp) => {
    shell.press('ctrl+u')
    shell.press('ctrl+l')
    await shell.waitFor(/^\$$/)
    shell.type(`${typed}\t`)
    await shell.waitFor(becomes)
  }
  await completes('lightspeed sess', /^\$ lightspeed sessions$/m)
  await completes('lightspeed sessions sh', /^\$ lightspeed sessions show$/m)
  await completes('lightspeed log aa', /^\$ lightspeed log aaa111$/m)
  await completes('lightspeed export wee', /^\$ lightspeed export weekly$/m)
  await completes('lightspeed export the', /^\$ lightspeed export the\\ long\\ talk$/m)
  await completes('lightspeed export the\\ lo', /^\$ lightspeed export the\\ long\\ talk$/m)
  await completes('lightspeed export "the lo', /^\$ lightspeed export "the long talk"$/m)
  await completes('lightspeed run -r the', /^\$ lightspeed run -r the\\ long\\ talk$/m)
  await completes('lightspeed config set t', /^\$ lightspeed config set theme$/m)
  await completes('lightspeed run -r bb', /^\$ lightspeed run -r bbb222$/m)
  await completes('lightspeed run -m local/', /qwen:70b +(local\/)?qwen:7b/)
  await completes('lightspeed run -m local/qwen:70', /^\$ lightspeed run -m local\/qwen:70b$/m)
  await completes('lightspeed run -m local/qwen:70b:hi', /^\$ lightspeed run -m local\/qwen:70b:high$/m)
  await completes('lightspeed run -m anthropic/claude-opus-4-5:', /^high +low +medium *$/m)
  await completes('lightspeed run --model=local/qwen:7b:me', /^\$ lightspeed run --model=local\/qwen:7b:medium$/m)
  shell.type('\u0015COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\r')
  await completes('lightspeed run -m local/qwen:70b:hi', /^\$ lightspeed run -m local\/qwen:70b:high$/m)
  await completes('lightspeed export --format h', /^\$ lightspeed export --format html$/m)
  await completes('lightspeed auth login ant', /^\$ lightspeed auth login anthropic$/m)
  await completes('lightspeed completion z', /^\$ lightspeed completion zsh$/m)
})

test('what completion asks for loads neither ink, SDKs nor oclif, and never fails', async () => {
  const { desk } = await openCompleting()
  const bundle = readFileSync(join(binary, '..', '..', 'dist', 'commands', 'complete.js'), 'utf8')
  expect(bundle).not.toMatch(/yoga|react-reconciler|@oclif|#lazy/)
  expect((await desk.run(['complete', 'sessions'])).stdout.split('\n').sort()).toEqual([
    '',
    'aaa111\tfix the dates',
    'bbb222\tweekly',
    'ccc333\tthe long talk',
    'the long talk\ttalk',
    'weekly\tcollect figures',
  ])
  expect((await desk.run(['complete', 'models'])).stdout).toContain('local/qwen:7b\t\n')
  expect((await desk.run(['complete', 'models', 'local/qwen:7b:h'])).stdout).toMatch(/local\/qwen:7b:high\t\n/)
  expect(await desk.run(['complete', 'nothing'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
  writeFileSync(join(desk.home, 'config', 'config.json'), '{')
  expect(await desk.run(['complete', 'models'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect((await desk.run(['--help'])).stdout).not.toContain('complete ')
})

/** A desk whose sessions are as many as there are: a lightspeed in its place says what it was asked. */
async function openAsking() {
  const { desk, env } = await openCompleting()
  const programs = join(desk.home, 'asked')
  mkdirSync(programs)
  writeFileSync(join(programs, 'lightspeed'), '#!/bin/sh\nprintf "at%s\\t\\n" "$4"\n', { mode: 0o755 })
  return { desk, env: { ...env, PATH: `${programs}:${env.PATH}` } }
}

test.skipIf(!has('zsh'))('a real zsh asks for the sessions of the --remote on the line', async () => {
  const { desk, env } = await openAsking()
  writeFileSync(join(desk.home, '_lightspeed'), (await desk.run(['completion', 'zsh'])).stdout)
  const shell = openTerminal({ program: 'zsh', argv: ['-f', '-i'], env, cwd: desk.directory, columns: 120 })
  shell.type(`PS1='$ '; fpath=(${desk.home} $fpath); autoload -Uz compinit; compinit -u -d ${desk.home}/dump; clear\r`)
  await shell.waitFor(/^\$ *$/m)
  shell.type('lightspeed log --remote work at\t')
  await shell.waitFor('log --remote work at--remote=work')
  shell.press('ctrl+u')
  shell.type('lightspeed run --remote=work -r at\t')
  await shell.waitFor('-r at--remote=work')
})

test.skipIf(!has('fish'))('a real fish asks for the sessions of the --remote on the line', async () => {
  const { desk, env } = await openAsking()
  const script = join(desk.home, 'lightspeed.fish')
  writeFileSync(script, (await desk.run(['completion', 'fish'])).stdout)
  const offered = (line: string) =>
    execFileSync('fish', ['-c', `source ${script}; complete -C '${line}'`], { env, encoding: 'utf8' })
  expect(offered('lightspeed log at')).toBe('at\n')
  expect(offered('lightspeed log --remote work at')).toBe('at--remote=work\n')
  expect(offered('lightspeed run --remote=work -r at')).toBe('at--remote=work\n')
})

test.skipIf(!has('zsh'))('a real zsh takes the script and completes', async () => {
  const { desk, env } = await openCompleting()
  writeFileSync(join(desk.home, '_lightspeed'), (await desk.run(['completion', 'zsh'])).stdout)
  const shell = openTerminal({ program: 'zsh', argv: ['-f', '-i'], env, cwd: desk.directory, columns: 120 })
  shell.type(`PS1='$ '; fpath=(${desk.home} $fpath); autoload -Uz compinit; compinit -u -d ${desk.home}/dump; clear\r`)
  await shell.waitFor(/^\$ *$/m)
  shell.type('lightspeed log aa\t')
  await shell.waitFor('lightspeed log aaa111')
  shell.press('ctrl+u')
  shell.type('lightspeed run -m local/qwen:70\t')
  await shell.waitFor('local/qwen:70b')
  shell.press('ctrl+u')
  shell.type('lightspeed run -m local/qwen:70b:hi\t')
  await shell.waitFor('local/qwen:70b:high')
  shell.press('ctrl+u')
  shell.type('lightspeed run --model=local/qwen:70b:lo\t')
  await shell.waitFor('--model=local/qwen:70b:low')
  shell.press('ctrl+u')
  shell.type('lightspeed export the\t')
  await shell.waitFor('lightspeed export the\\ long\\ talk')
  shell.press('ctrl+u')
  shell.type('lightspeed config set th\t')
  await shell.waitFor('lightspeed config set theme')
})

test.skipIf(!has('fish'))('a real fish takes the script and completes', async () => {
  const { desk, env } = await openCompleting()
  const script = join(desk.home, 'lightspeed.fish')
  writeFileSync(script, (await desk.run(['completion', 'fish'])).stdout)
  const offered = (line: string) =>
    execFileSync('fish', ['-c', `source ${script}; complete -C '${line}'`], { env, encoding: 'utf8' })
  expect(offered('lightspeed log aa')).toContain('aaa111')
  expect(offered('lightspeed run -m local/q')).toContain('local/qwen:70b')
  expect(offered('lightspeed run -m local/qwen:70b:')).toContain('local/qwen:70b:high')
  expect(offered('lightspeed run --model=local/qwen:70b:')).toContain('local/qwen:70b:high')
  expect(offered('lightspeed export the')).toContain('the long talk')
  expect(offered('lightspeed config set th')).toContain('theme')
  expect(offered('lightspeed config set theme ')).not.toContain('maxTurns')
})
