/**
 * Two network namespaces joined by a veth pair, with names of their own, over which nothing goes but what a test sends: no IPv6, no
 * neighbour discovery. What probes see on a pair's devices is therefore exactly what the test sent.
 */
import { execFileSync } from 'node:child_process';

export interface NetworkPair {
  readonly near: NetworkEnd;
  readonly far: NetworkEnd;
  remove(): void;
}

export interface NetworkEnd {
  readonly namespace: string;
  readonly device: string;
  readonly address: string;
  /** A counter of the device: rx_packets, tx_dropped, … */
  statistic(name: string): number;
}

let made = 0;

/** At most 7 bytes, so that nettop's column holds a device's name: process ids have up to 7 digits, in base 36 up to 5. */
function uniqueMark(): string {
  made++;
  return `${process.pid.toString(36)}${made.toString(36)}`.slice(-5);
}

export function createNetworkPair(): NetworkPair {
  const mark = uniqueMark();
  const near = describeEnd(`n${mark}`, '10.99.7.1');
  const far = describeEnd(`f${mark}`, '10.99.7.2');
  const remove = (): void => {
    for (const { namespace } of [near, far]) ip(['netns', 'del', namespace], true);
  };
  try {
    for (const { namespace } of [near, far]) ip(['netns', 'add', namespace]);
    ip([
      'link',
      'add',
      near.device,
      'netns',
      near.namespace,
      'type',
      'veth',
      'peer',
      'name',
      far.device,
      'netns',
      far.namespace,
    ]);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const)
      bringUp(end, other);
  } catch (error) {
    remove();
    throw error;
  }
  return { near, far, remove };
}

function describeEnd(name: string, address: string): NetworkEnd {
  return {
    namespace: `stsx-${name}`,
    device: `v${name}`,
    address,
    statistic: (counter) =>
      Number(inNamespace(`stsx-${name}`, ['cat', `/sys/class/net/v${name}/statistics/${counter}`]).trim()),
  };
}

function bringUp(end: NetworkEnd, other: NetworkEnd): void {
  const within = (...command: string[]): string => inNamespace(end.namespace, command);
  within('sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1');
  within('ip', 'link', 'set', 'lo', 'up');
  within('ip', 'link', 'set', end.device, 'up');
  within('ip', 'addr', 'add', `${end.address}/24`, 'dev', end.device);
  const hardwareAddress = inNamespace(other.namespace, [
    'cat',
    `/sys/class/net/${other.device}/address`,
  ]).trim();
  within(
    'ip',
    'neigh',
    'replace',
    other.address,
    'lladdr',
    hardwareAddress,
    'dev',
    end.device,
    'nud',
    'permanent',
  );
}

function inNamespace(namespace: string, command: readonly string[]): string {
  // `ip netns exec` also shows the namespace's own /sys.
  return execFileSync('ip', ['netns', 'exec', namespace, ...command], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function ip(words: readonly string[], mayFail = false): void {
  try {
    execFileSync('ip', [...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (!mayFail) throw error;
  }
}
