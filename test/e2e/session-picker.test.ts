import { expect, test } from 'vitest'
import type { Desk } from '../support/cli.ts'
import { inBothPlaces, type Place } from '../support/places.ts'
import { writeSampleSessions } from '../support/sample-sessions.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const pick = (desk: Desk, size: readonly [number, number], ...argv: readonly string[]): Terminal =>
  openTerminal({ argv: ['sessions', ...argv], env: desk.env, cwd: desk.directory, columns: size[0], rows: size[1] })

async function openSampled(place: Place): Promise<Desk> {
  const desk = await place.openDesk()
  const { directory } = desk
  await writeSampleSessions(desk, [
    { id: 'aaa111', directory, exchanges: [['fix the dates', 'The dates are fixed.']], at: 1000 },
    {
      id: 'bbb222',
      directory,
      name: 'weekly',
      exchanges: [
        ['collect figures', 'There are twelve.'],
        ['draw a \u001b[31mzebra\u001b]0;owned\u0007', 'A zebra \u001b[2Jwas drawn.'],
      ],
      at: 2000,
    },
    { id: 'ccc333', directory: '/elsewhere', exchanges: [['other work', 'Done.']], at: 3000 },
  ])
  return desk
}

inBothPlaces((place) => {
  test.each([
    [40, 15],
    [80, 24],
    [200, 50],
  ] as const)(
    'at %ix%i it lists what is here, newest first, with a preview, and Esc leaves nothing behind',
    async (...size) => {
      const terminal = pick(await openSampled(place), size)
      await terminal.waitFor('zebra')
      const screen = terminal.screen()
      expect(screen.indexOf('weekly')).toBeLessThan(screen.indexOf('fix the dates'))
      expect(screen).not.toContain('other work')
      terminal.press('escape')
      expect(await terminal.exited).toEqual({ code: 0, signal: null })
      expect(terminal.screen()).toBe('')
      expect(terminal.scrollback()).toBe('')
    },
  )

  test('typing searches, also the words of later prompts, and Enter opens the session', async () => {
    const terminal = pick(await openSampled(place), [80, 24])
    await terminal.waitFor('fix the dates')
    terminal.type('zebra')
    await terminal.waitFor((screen) => screen.includes('weekly') && !screen.includes('fix the dates'))
    terminal.press('enter')
    await terminal.waitFor((screen) => screen.includes('say what to do') && screen.includes('collect figures'))
    terminal.press('ctrl+d')
    expect(await terminal.exited).toEqual({ code: 0, signal: null })
    expect(terminal.screen()).toContain('lightspeed chat -r bbb222')
  })

  test('arrows move, the preview follows, Tab shows every directory, and what is typed can be taken back', async () => {
    const terminal = pick(await openSampled(place), [80, 24])
    await terminal.waitFor('2 of this directory')
    terminal.press('down')
    await terminal.waitFor((screen) => screen.includes('❯ fix the dates') && screen.includes('The dates are fixed.'))
    expect(terminal.screen()).toContain('$0.0025 · 0 files changed')
    terminal.press('tab')
    await terminal.waitFor((screen) => screen.includes('❯ other work') && screen.includes('3 in all directories'))
    terminal.type('qqq')
    await terminal.waitFor('nothing fits')
    terminal.press('enter')
    for (let count = 0; count < 3; count++) terminal.press('backspace')
    await terminal.waitFor('❯ other work')
    terminal.type('xyz')
    terminal.press('ctrl+u')
    await terminal.waitFor((screen) => screen.includes('❯ other work') && !screen.includes('xyz'))
    terminal.press('ctrl+c')
    expect(await terminal.exited).toEqual({ code: 0, signal: null })
  })

  test('what models and people wrote cannot drive the screen', async () => {
    const terminal = pick(await openSampled(place), [80, 24])
    await terminal.waitFor('was drawn.')
    expect(terminal.screen()).toContain('draw a ␛[31mzebra␛]0;owned')
    expect(terminal.raw()).not.toMatch(/\u001b\]0;owned|\u001b\[31mzebra|\u001b\[2Jwas/)
  })

  test('a resize draws it anew, and the screen is whole', async () => {
    const terminal = pick(await openSampled(place), [100, 30])
    await terminal.waitFor('was drawn.')
    terminal.resize(40, 15)
    await terminal.waitFor((screen) => screen.split('\n').every((line) => line.length <= 40) && /search: /.test(screen))
    terminal.press('down')
    await terminal.waitFor('❯ fix the dates')
    expect(terminal.screen().match(/search: /g)).toHaveLength(1)
  })

  test('in a pipe, with --plain, --json and on a dumb terminal there is a table and nobody is asked', async () => {
    const desk = await openSampled(place)
    const piped = await desk.run(['sessions'])
    expect(piped).toMatchObject({ code: 0, stderr: '' })
    expect(piped.stdout).toMatch(
      /^ID +STATE +UPDATED +MODEL +TITLE\nbbb222 +idle .* weekly: collect figures\naaa111 +idle .* fix the dates\n$/,
    )
    expect((await desk.run(['sessions', '--all'])).stdout).toContain('/elsewhere')
    expect((await desk.run(['sessions', 'lst'])).stderr).toContain('did you mean sessions list?')
    expect(JSON.parse((await desk.run(['sessions', '--json'])).stdout)).toMatchObject([
      { id: 'bbb222' },
      { id: 'aaa111' },
    ])
    const plain = pick(desk, [80, 24], '--plain')
    const dumb = openTerminal({ argv: ['sessions'], env: { ...desk.env, TERM: 'dumb' }, cwd: desk.directory })
    for (const terminal of [plain, dumb]) {
      expect(await terminal.exited).toEqual({ code: 0, signal: null })
      expect(terminal.screen()).toContain('fix the dates')
      expect(terminal.raw()).not.toContain('\u001b')
    }
  })

  test('without any session it says so', async () => {
    const terminal = pick(await place.openDesk(), [80, 24])
    await terminal.waitFor('no sessions yet')
    terminal.press('enter')
    terminal.press('escape')
    expect(await terminal.exited).toEqual({ code: 0, signal: null })
  })

  test('a session is found by words of its first prompt wherever one is named', async () => {
    const desk = await openSampled(place)
    const log = await desk.run(['log', 'dates fix', '--json'])
    expect(log.lines()[0]).toMatchObject({ kind: 'session', session: 'aaa111' })
    expect((await desk.run(['sessions', 'show', 'weekly'])).stdout).toContain('bbb222')
    const both = await desk.run(['diff', 'e'.repeat(3)])
    expect(both).toMatchObject({ code: 2, stderr: 'error: no session eee; see lightspeed sessions list --all\n' })
    await writeSampleSessions(desk, [{ id: 'ddd', directory: '/', exchanges: [['fix the dates again', 'ok']] }])
    const ambiguous = await desk.run(['log', 'fix dates'])
    expect(ambiguous.code).toBe(2)
    expect(ambiguous.stderr).toBe(
      'error: fix dates fits 2 sessions (ddd "fix the dates again", aaa111 "fix the dates"); write more of the id\n',
    )
  })
})
