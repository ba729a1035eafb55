import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexPath, packagedIndex } from '../../../../src/kernel/source-files/packaged-index.ts';
import { packageRoot } from '../../../../src/package-root.ts';

const index = packagedIndex('6.12.0');
const inFile = (file: string, name: string, module?: string) =>
  index?.functionsIn((candidate) => candidate === file).find(name, module)?.file === file;

describe('the index that stsx brings along', () => {
  it('takes less than a megabyte', () => {
    expect(statSync(`${packageRoot}${indexPath}`).size).toBeLessThan(1_000_000);
  });

  it.each([
    ['net/socket.c', 'sock_poll'],
    ['net/socket.c', '__x64_sys_socket'],
    ['net/socket.c', '__sys_connect'],
    ['net/ipv4/tcp_ipv4.c', 'tcp_v4_rcv'],
    ['net/ipv4/tcp.c', 'tcp_recvmsg'],
    ['net/ipv6/tcp_ipv6.c', 'tcp_v6_rcv'],
    ['net/core/dev.c', '__dev_queue_xmit'],
    ['net/netfilter/nf_conntrack_core.c', 'nf_conntrack_in'],
    ['fs/read_write.c', 'vfs_read'],
    ['fs/xfs/xfs_file.c', 'xfs_file_read_iter'],
    ['kernel/sched/core.c', 'wake_up_process'],
    ['block/blk-core.c', 'submit_bio'],
    // Its path is written with `..` where it is compiled.
    ['virt/kvm/kvm_main.c', 'kvm_vcpu_kick'],
  ])('knows that %s defines %s', (file, name) => {
    expect(inFile(file, name)).toBe(true);
  });

  it('has paths of the source tree alone', () => {
    const odd: string[] = [];
    index?.functionsIn((file) => {
      if (/^[/.]|\/\.|\/\//.test(file) || !/\.[ch]$/.test(file)) odd.push(file);
      return false;
    });
    expect(odd).toEqual([]);
  });

  it('leaves out what is freed after the start', () => {
    expect(inFile('net/socket.c', 'sock_init')).toBe(false);
    expect(inFile('net/ipv4/tcp.c', 'tcp_init')).toBe(false);
  });

  it('can tell where a function moved', () => {
    const fileOn = (release: string, name: string) =>
      packagedIndex(release)
        ?.functionsIn(() => true)
        .find(name, undefined)?.file;
    expect(fileOn('6.1.0', 'tcp_v4_rcv')).toBe('net/ipv4/tcp_ipv4.c');
    expect(fileOn('7.2.0', 'tcp_v4_rcv')).toBe('net/ipv4/tcp_ipv4.c');
    expect(fileOn('5.10.0', 'tcp_v4_rcv')).toBe('net/ipv4/tcp_ipv4.c');
  });
});
