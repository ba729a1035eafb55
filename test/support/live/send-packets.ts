/** Several processes that send a known number of UDP packets each, all at once, from one end of a pair to the other. */
import { spawn } from 'node:child_process';
import type { NetworkPair } from './network-pair.ts';
import type { WorkloadPrograms } from './workload-programs.ts';

export interface Sending {
  readonly packetsEach: number;
  readonly payload: number;
  /** A sender pauses after so many packets. */
  readonly burst: number;
  readonly pauseUs: number;
  /** One port a sender. */
  readonly ports: readonly number[];
}

/** How many packets were sent in all. */
export async function sendPackets(
  pair: NetworkPair,
  programs: WorkloadPrograms,
  sending: Sending,
): Promise<number> {
  const sent = await Promise.all(sending.ports.map((port) => sendFromOne(pair, programs, sending, port)));
  return sent.reduce((sum, one) => sum + one, 0);
}

function sendFromOne(
  pair: NetworkPair,
  programs: WorkloadPrograms,
  sending: Sending,
  port: number,
): Promise<number> {
  const { packetsEach, payload, burst, pauseUs } = sending;
  const numbers = [port, packetsEach, payload, burst, pauseUs].map(String);
  const words = ['netns', 'exec', pair.near.namespace, programs.sender, pair.far.address, ...numbers];
  return new Promise((resolve, reject) => {
    const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(Number(printed));
      else
        reject(new Error(`udp-sender ended with status ${status} after ${printed.trim() || 'no'} packets`));
    });
  });
}

export interface Receiving {
  stop(): Promise<void>;
}

/** Takes packets off the ports at the far end until stopped. */
export async function receivePackets(
  pair: NetworkPair,
  programs: WorkloadPrograms,
  ports: readonly number[],
): Promise<Receiving> {
  const receivers = await Promise.all(ports.map((port) => receiveAt(pair, programs, port)));
  return {
    stop: async () => {
      await Promise.all(receivers.map((receiver) => receiver.stop()));
    },
  };
}

function receiveAt(pair: NetworkPair, programs: WorkloadPrograms, port: number): Promise<Receiving> {
  const words = ['netns', 'exec', pair.far.namespace, programs.receiver, pair.far.address, String(port)];
  return new Promise((resolve, reject) => {
    const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((over) => {
      child.on('close', () => {
        over();
      });
    });
    child.on('error', reject);
    child.on('close', (status) => {
      reject(new Error(`udp-receiver ended with status ${status}`));
    });
    child.stdout.once('data', () => {
      resolve({
        stop: () => {
          child.kill('SIGKILL');
          return ended;
        },
      });
    });
  });
}
