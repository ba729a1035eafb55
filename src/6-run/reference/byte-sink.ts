/**
 * Where a session's bytes go: a file or a descriptor, written at once and in order. Whoever reads may have gone away (`| head`): then the
 * rest is dropped and `closed` is told.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface ByteSink {
  /** One character a byte. */
  readonly write: (bytes: string) => void;
  readonly close: () => void;
}

export function openByteSink(
  file: string | undefined,
  closed: () => void,
  descriptor: number = process.stdout.fd,
): ByteSink {
  const target = file === undefined ? descriptor : openSync(file, 'w');
  let isOpen = true;
  return {
    write(bytes) {
      if (!isOpen) return;
      try {
        writeAll(target, Buffer.from(bytes, 'latin1'));
      } catch (error) {
        if (!isClosedPipe(error)) throw error;
        isOpen = false;
        closed();
      }
    },
    close() {
      if (file !== undefined) closeSync(target);
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      // The descriptor does not block (a pipe shared with another program) and is full: wait for its reader.
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isClosedPipe(error: unknown): boolean {
  return errorCode(error) === 'EPIPE';
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
