import { expect, test } from 'vitest'
import { confinedHome } from '../../../core/values/mount-path.ts'
import { confinedEnv, unconfinedEnv } from '../../../sandbox/policy/command-env.ts'

const host = {
  PATH: '/home/me/.nvm/bin:/repo/node_modules/.bin:/usr/bin:/opt/tool/bin:/usr/bin',
  HOME: '/home/me',
  LANG: 'de_DE.UTF-8',
  OPENAI_API_KEY: 'sk-secret',
  AWS_SESSION_TOKEN: 'secret',
  BASH_ENV: '/home/me/evil',
  LD_PRELOAD: '/home/me/evil.so',
  NODE_OPTIONS: '--require /home/me/evil.js',
  SSH_AUTH_SOCK: '/run/agent',
}

test('a confined command gets exactly the listed variables', () => {
  expect(confinedEnv('s1', host, ['/usr', '/opt'])).toEqual({
    PATH: '/usr/bin:/opt/tool/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin:/bin',
    HOME: confinedHome,
    LANG: 'de_DE.UTF-8',
    TERM: 'dumb',
    AI_AGENT: 'lightspeed',
    LIGHTSPEED_SESSION: 's1',
  })
})

test('a toolchain that the policy shows keeps its place in the path', () => {
  const { PATH } = confinedEnv('s1', host, ['/usr', '/home/me/.nvm'])
  expect(PATH?.split(':')[0]).toBe('/home/me/.nvm/bin')
})

test('an empty environment still gives a path and a UTF-8 locale', () => {
  const env = confinedEnv('s1', {}, ['/usr'])
  expect(env).toMatchObject({ LANG: 'C.UTF-8', PATH: expect.stringContaining('/usr/bin') as string })
})

test('an unconfined command keeps paths and home, and no secret', () => {
  expect(unconfinedEnv('s1', host)).toEqual({
    PATH: host.PATH,
    HOME: '/home/me',
    LANG: 'de_DE.UTF-8',
    TERM: 'dumb',
    AI_AGENT: 'lightspeed',
    LIGHTSPEED_SESSION: 's1',
  })
})
