/** Opening this kernel's BTF and answering what nettop.stp asks of it, in a process that has done nothing else. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { root, scratchPath, times } from '../machine.ts';
import { Unavailable, type Measurement } from '../row.ts';

const questions = `
import { runningKernel } from ${JSON.stringify(`${root}src/kernel/running-kernel.ts`)};
const start = performance.now();
const { types } = runningKernel();
types?.tracepoint('netif_receive_skb');
types?.tracepoint('net_dev_queue');
types?.members({ keyword: 'struct', name: 'sk_buff' });
types?.members({ keyword: 'struct', name: 'net_device' });
console.log((performance.now() - start) / 1000);
`;

export const btf: readonly Measurement[] = [
  {
    name: 'BTF, opened and asked for nettop’s types',
    async measure() {
      if (!existsSync('/sys/kernel/btf/vmlinux')) throw new Unavailable('this kernel has no BTF');
      const outfile = scratchPath('.mjs');
      await build({
        stdin: { contents: questions, resolveDir: root, loader: 'ts' },
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        logLevel: 'error',
      });
      const figure = await times(9, () =>
        Number(execFileSync(process.execPath, [outfile], { encoding: 'latin1' })),
      );
      return [{ name: this.name, figure, unit: 's', limit: 0.025 }];
    },
  },
];
