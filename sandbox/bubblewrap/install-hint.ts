/** Package managers by the names that distributions give themselves in `ID` and `ID_LIKE`. */
const commands: ReadonlyMap<string, string> = new Map([
  ['debian', 'apt-get install -y bubblewrap'],
  ['ubuntu', 'apt-get install -y bubblewrap'],
  ['fedora', 'dnf install -y bubblewrap'],
  ['rhel', 'dnf install -y bubblewrap'],
  ['arch', 'pacman -S --needed bubblewrap'],
  ['alpine', 'apk add bubblewrap'],
  ['opensuse', 'zypper install -y bubblewrap'],
  ['suse', 'zypper install -y bubblewrap'],
  ['gentoo', 'emerge sys-apps/bubblewrap'],
  ['void', 'xbps-install -y bubblewrap'],
])

/** How to install bubblewrap, from the text of `/etc/os-release`. */
export function installHint(osRelease: string, isRoot: boolean): string {
  const ids = [...field(osRelease, 'ID'), ...field(osRelease, 'ID_LIKE')]
  if (ids.includes('nixos')) return 'add pkgs.bubblewrap to environment.systemPackages'
  const command = ids.map((id) => commands.get(id)).find((found) => found !== undefined)
  if (command === undefined) return 'install the package bubblewrap of your distribution'
  return `run: ${isRoot ? '' : 'sudo '}${command}`
}

function field(osRelease: string, name: string): readonly string[] {
  const value = new RegExp(`^${name}=(.*)$`, 'm').exec(osRelease)?.[1] ?? ''
  return value
    .replace(/^["']|["']$/g, '')
    .split(/\s+/)
    .filter((word) => word !== '')
}
