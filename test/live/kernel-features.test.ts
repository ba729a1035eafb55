/** What src/kernel says of this kernel's attach mechanisms, against what happens when each is tried. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FeatureName } from '../../src/kernel/kernel.ts';
import { runningKernel } from '../../src/kernel/running-kernel.ts';
import { builtStsx, describeLive } from '../support/live/what-live-tests-need.ts';

/** What libbpf attaches a program by, for each mechanism. */
const sections: Readonly<Partial<Record<FeatureName, string>>> = {
  rawTracepoint: 'raw_tp/sched_switch',
  kprobe: 'kprobe/vfs_read',
  kprobeMulti: 'kprobe.multi/vfs_rea*',
  fentry: 'fentry/vfs_read',
};

const attach = `
#include <bpf/libbpf.h>
#include <stdio.h>
static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level; (void)format; (void)arguments;
	return 0;
}
int main(int argc, char **argv)
{
	struct bpf_object *object;
	struct bpf_program *program;
	struct bpf_link *link;

	libbpf_set_print(silent);
	object = argc == 2 ? bpf_object__open(argv[1]) : NULL;
	if (object == NULL || bpf_object__load(object) != 0)
		return 1;
	program = bpf_object__next_program(object, NULL);
	link = bpf_program__attach(program);
	return libbpf_get_error(link) != 0 || link == NULL ? 1 : 0;
}`;

const program = (section: string): string => `
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
char terms[] SEC("license") = "GPL";
SEC("${section}") int attached(void *context) { return 0; }`;

describeLive(
  'the features of this kernel',
  () => {
    let folder: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'stsx-features-'));
      writeFileSync(join(folder, 'attach.c'), attach);
      execFileSync('cc', ['-o', join(folder, 'attach'), join(folder, 'attach.c'), '-lbpf', '-lelf', '-lz']);
    });

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(Object.entries(sections))('%s', (feature, section) => {
      const source = join(folder, `${feature}.bpf.c`);
      const object = join(folder, `${feature}.o`);
      writeFileSync(source, program(section));
      const machine = execFileSync('cc', ['-dumpmachine'], { encoding: 'latin1' }).trim();
      execFileSync('clang', [
        '-O2',
        '-g',
        '-target',
        'bpf',
        `-I/usr/include/${machine}`,
        '-c',
        source,
        '-o',
        object,
      ]);
      let attached = true;
      try {
        execFileSync(join(folder, 'attach'), [object], { stdio: 'ignore' });
      } catch {
        attached = false;
      }
      const { features } = runningKernel();
      expect([features[feature as FeatureName], features.reasons?.[feature as FeatureName]]).toEqual([
        attached,
        attached ? undefined : expect.any(String),
      ]);
    });
  },
  [builtStsx],
);
