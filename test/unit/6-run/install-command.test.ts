import { describe, expect, it } from 'vitest';
import { installCommand } from '../../../src/6-run/install-command.ts';

describe('installCommand', () => {
  it.each([
    ['Debian', 'ID=debian\n', 'apt-get install -y clang'],
    [
      'a derivative of Ubuntu',
      'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n',
      'apt-get install -y clang',
    ],
    ['Fedora', 'ID=fedora\n', 'dnf install -y clang'],
    ['Rocky Linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf install -y clang'],
    ['openSUSE', 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'zypper install -y clang'],
    ['Arch', 'ID=arch\n', 'pacman -S --needed clang'],
    ['Alpine', 'ID=alpine\n', 'apk add clang'],
    ['none known', 'ID=plan9\n', 'install clang'],
    ['no file', '', 'install clang'],
  ])('on %s', (_name, osRelease, start) => {
    expect(installCommand(osRelease)).toMatch(new RegExp(`^${start}`));
  });
});
