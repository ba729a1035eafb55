/** Prints rows as a table: name, figure, limit, peer, ratio. */
import type { Row, Unit } from './row.ts';

export function heading(): string {
  return cells('measurement', 'figure', 'limit', 'ratio', 'beside it', 'ratio', '');
}

export function isOver(row: Row): boolean {
  const { figure, limit, peer, peerLimit } = row;
  const overLimit = limit !== undefined && figure > limit;
  return overLimit || (peer !== undefined && peerLimit !== undefined && figure / peer.figure > peerLimit);
}

export function rowText(row: Row): string {
  const { figure, unit, limit, peer, peerLimit } = row;
  const ofPeer = peer === undefined ? undefined : figure / peer.figure;
  const judged = limit !== undefined || peerLimit !== undefined;
  return cells(
    row.name,
    amount(figure, unit),
    limit !== undefined ? amount(limit, unit) : peerLimit !== undefined ? `${peerLimit}x` : '',
    limit === undefined ? '' : ratio(figure / limit),
    peer === undefined ? '' : `${peer.name} ${amount(peer.figure, unit)}`,
    ofPeer === undefined ? '' : ratio(ofPeer),
    judged ? (isOver(row) ? 'OVER' : 'ok') : '',
  );
}

export function missingText(name: string, why: string): string {
  return `${name.padEnd(widths[0])}  not measured: ${why}`;
}

const widths = [52, 9, 9, 6, 34, 7] as const;

function cells(
  name: string,
  figure: string,
  limit: string,
  ofLimit: string,
  peer: string,
  ofPeer: string,
  verdict: string,
): string {
  const [first, second, third, fourth, fifth, sixth] = widths;
  return [
    name.padEnd(first),
    figure.padStart(second),
    limit.padStart(third),
    ofLimit.padStart(fourth),
    peer.padEnd(fifth),
    ofPeer.padStart(sixth),
    verdict,
  ]
    .join('  ')
    .trimEnd();
}

function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(2) : value.toFixed(4);
}

function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 's':
      if (value < 1e-4) return `${(value * 1e9).toFixed(0)} ns`;
      return value >= 0.1 ? `${value.toFixed(2)} s` : `${(value * 1000).toFixed(1)} ms`;
    case 'bytes':
      return `${(value / 1e6).toFixed(2)} MB`;
  }
}
