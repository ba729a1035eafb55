import { describe, expect, it } from 'vitest';
import { configValue, readKernelConfig } from '../../../src/kernel/kernel-config.ts';
import { describedHost, packedConfig } from '../../support/kernel/described-host.ts';

describe('readKernelConfig', () => {
  it('prefers what the kernel itself tells to what lies in /boot', () => {
    const files = {
      '/proc/config.gz': packedConfig({ HZ: '250' }),
      '/boot/config-6.12.0': 'CONFIG_HZ=100\n',
    };
    expect(configValue(readKernelConfig(describedHost({ files })) ?? '', 'HZ')).toBe('250');
  });

  it('looks for the running release in /boot', () => {
    const files = { '/boot/config-6.12.0': 'CONFIG_HZ=100\n', '/boot/config-6.1.0': 'CONFIG_HZ=300\n' };
    expect(readKernelConfig(describedHost({ files }))).toBe('CONFIG_HZ=100\n');
  });

  it('is undefined where nothing tells', () => {
    expect(readKernelConfig(describedHost({}))).toBeUndefined();
  });
});

describe('configValue', () => {
  const text = 'CONFIG_A=y\nCONFIG_AB=m\nCONFIG_TEXT="a \\"b\\""\n# CONFIG_OFF is not set\nCONFIG_LAST=0x10';
  it.each([
    ['A', 'y'],
    ['CONFIG_A', 'y'],
    ['CONFIG_AB', 'm'],
    ['CONFIG_TEXT', 'a "b"'],
    ['CONFIG_LAST', '0x10'],
    ['CONFIG_OFF', undefined],
    ['B', undefined],
  ])('%s', (name, value) => {
    expect(configValue(text, name)).toBe(value);
  });
});
