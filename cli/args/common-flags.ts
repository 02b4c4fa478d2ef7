import { choice, text, toggle, type Arg } from './flag.ts'

/** `--json` of commands that list or show something. */
export const jsonFlag = toggle({ description: 'print JSON instead of text' })

/** Work in another directory, as if started there. */
export const cdFlag = text({
  char: 'C',
  aliases: ['cwd'],
  helpValue: 'DIR',
  description: 'work in DIR, as if started there',
})

/** Sessions of a server; `Command.parse` heeds it for every command that has it. */
export const remoteFlag = text({
  helpValue: 'URL|NAME',
  description:
    'work with the sessions behind this gateway: an address (its key is LIGHTSPEED_REMOTE_KEY), a name of remotes in the config file, dev for what lightspeed dev up started, or none for this machine; or LIGHTSPEED_REMOTE',
})

/** When to use colours. */
export const colorFlag = choice(['auto', 'always', 'never'], {
  default: 'auto',
  description: 'when to use colours; auto also heeds NO_COLOR and FORCE_COLOR',
})

/** A session, where the last one of this directory is meant without it. */
export const sessionArg: Arg = {
  description: 'id, beginning of an id, name, or words of the first prompt; left out, the last one of this directory',
}
