import { expect, test } from 'vitest'
import { installHint } from '../../../sandbox/bubblewrap/install-hint.ts'

test.each([
  ['ID=debian', 'run: sudo apt-get install -y bubblewrap'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', 'run: sudo apt-get install -y bubblewrap'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'run: sudo dnf install -y bubblewrap'],
  ['ID=arch', 'run: sudo pacman -S --needed bubblewrap'],
  ['ID=alpine', 'run: sudo apk add bubblewrap'],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'run: sudo zypper install -y bubblewrap'],
  ['ID=nixos', 'add pkgs.bubblewrap to environment.systemPackages'],
  ['ID=haiku', 'install the package bubblewrap of your distribution'],
  ['', 'install the package bubblewrap of your distribution'],
])('%j is told its own command', (osRelease, hint) => {
  expect(installHint(osRelease, false)).toBe(hint)
})

test('root needs no sudo', () => {
  expect(installHint('ID=debian', true)).toBe('run: apt-get install -y bubblewrap')
})
