/**
 * What a stand-alone .bt computes, run by a real bpftrace, against what the reference computes of the script. The numbers are not known to
 * a compiler: globals hold them. bpftrace's own faults are found this way too, and the text keeps clear of them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianBpftrace } from '../support/bpftrace/debian-bpftrace.ts';
import { stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

interface ValueCase {
  readonly name: string;
  /** The first version that can do it; an older one refuses the script. */
  readonly since?: number;
  readonly script: string;
}

const numbers =
  'global zero = 0, one = 1, seven = 7, minus = -7, big = 4611686018427387904, least = -9223372036854775808';

const cases: readonly ValueCase[] = [
  {
    name: 'signed arithmetic',
    script: `${numbers}
probe begin {
  printf("%d %d %d %d\\n", minus / 2, minus % 2, seven / -2, minus / minus)
  printf("%d %d %d\\n", minus >> 1, minus << 2, least >> 60)
  printf("%d %d %d\\n", least / -1, least % -1, least / 10)
  printf("%d %d\\n", big * 4, big + big)
  printf("%d %d %x\\n", seven / minus, minus % seven, minus)
  printf("%d %d\\n", -minus, ~seven)
  printf("%d\\n", (seven & 3) + (seven | 8) * (seven ^ minus))
  exit()
}`,
  },
  {
    name: 'truths as numbers',
    script: `${numbers}
probe begin {
  a = seven > 5
  b = !seven
  a += minus < 0
  printf("%d %d %d\\n", a, b, (seven > 5) + (seven > 6))
  printf("%d %d %d\\n", seven > 5, !zero, (one && zero) || minus)
  printf("%d %d\\n", (seven == 7) * 10, -(seven == 7))
  seven = seven != 7
  printf("%d\\n", seven)
  exit()
}`,
  },
  {
    name: 'choices',
    script: `${numbers}
probe begin {
  printf("%d %d\\n", seven ? (seven > 1 && seven < 5) : 0, seven ? seven > 1 : 7)
  printf("%d\\n", zero ? 1 : one ? minus : 3)
  x = minus < 0 ? minus / 2 : seven
  y = zero ? minus : (one ? seven / zero2() : 5)
  printf("%d %d\\n", x, y)
  printf("%d\\n", (zero ? 1 : 2) + (one ? 3 : 4))
  exit()
}
function zero2() { return one + 1 }`,
  },
  {
    name: 'choices between elements',
    since: 22,
    script: `${numbers}
global a, b
probe begin {
  a[1] = 4; a[2] = -4
  b["x"] <<< 10; b["x"] <<< 20
  printf("%d %d\\n", one ? a[1] : 9, zero ? a[1] : 9)
  printf("%d\\n", one ? (zero ? a[1] : a[2]) : 5)
  printf("%d %d\\n", one ? @count(b["x"]) : 0, zero ? 0 : @sum(b["x"]))
  printf("%d %d\\n", (1 in a) ? 3 : 4, (3 in a) ? 3 : 4)
  c = one ? a[2] / 2 : 0
  printf("%d %d\\n", c, one && a[2] ? 1 : 2)
  exit()
}`,
  },
  {
    name: 'arrays',
    since: 22,
    script: `
global by_number, by_text, both
probe begin {
  by_number[5]++; by_number[5] += 2; by_number[-1] = 7; by_number[9]--
  by_text["a"] = 1; by_text["long text with spaces"] = 2
  both[1, "x"] = 10; both[1, "y"] = 20; both[2, "x"] += 30
  printf("%d %d %d %d\\n", by_number[5], by_number[-1], by_number[9], by_number[77])
  printf("%d %d %d\\n", by_text["a"], by_text["long text with spaces"], by_text["none"])
  printf("%d %d %d\\n", both[1, "x"], both[1, "y"], both[2, "x"])
  delete by_number[5]
  delete both
  printf("%d %d %d\\n", 5 in by_number, -1 in by_number, [1, "x"] in both)
  exit()
}`,
  },
  {
    name: 'sorted loops over arrays',
    since: 22,
    script: `
global n, t, s
probe begin {
  n[3] = 30; n[1] = 10; n[2] = 20; n[-4] = 5
  t["b"] = 2; t["a"] = 3; t["c"] = 1
  foreach (k in n+) printf("%d=%d ", k, n[k])
  foreach (k in n-) printf("%d=%d ", k, n[k])
  println("")
  foreach (k- in n) printf("%d ", k)
  foreach (k+ in n) printf("%d ", k)
  println("")
  foreach (k in n- limit 2) printf("%d ", k)
  foreach (x in t- limit 1) printf("%s ", x)
  foreach (x in t+) printf("%s=%d ", x, t[x])
  println("")
  s["x"] <<< 1; s["x"] <<< 9; s["y"] <<< 4; s["y"] <<< 0; s["y"] <<< 0; s["z"] <<< -3
  foreach (x in s-) printf("%s %d ", x, @count(s[x]))
  foreach (x in s @sum - limit 2) printf("%s %d ", x, @sum(s[x]))
  foreach (x in s @max +) printf("%s %d %d ", x, @max(s[x]), @min(s[x]))
  println("")
  total = 0
  foreach (k in n) { if (k > 0) total += n[k] }
  printf("%d\\n", total)
  exit()
}`,
  },
  {
    name: 'aggregates',
    since: 22,
    script: `
global one, each
probe begin {
  one <<< 5; one <<< -3; one <<< 10
  each[1] <<< 4; each[2] <<< 6; each[1] <<< 8
  printf("%d %d %d %d %d\\n", @count(one), @sum(one), @min(one), @max(one), @avg(one))
  printf("%d %d %d %d %d\\n", @count(each[1]), @sum(each[1]), @min(each[1]), @max(each[1]), @avg(each[1]))
  exit()
}`,
  },
  {
    name: 'loops and functions',
    script: `
global n = 5
function twice(x) { return x * 2 }
function pick(a, b) { if (a > b) return a; return b }
probe begin {
  sum = 0
  for (i = 0; i < n; i++) { if (i == 4) break; if (i != 1) sum += i }
  while (n > 2) { n--; sum += 100 }
  printf("%d %d %d %d\\n", sum, n, twice(n) + twice(3), pick(n, 7))
  if (n == 2 && sum > 100) println("both") else println("not both")
  exit()
}`,
  },
  {
    name: 'text',
    script: `
global name = "abc"
probe begin {
  other = "abd"
  printf("%s|%5s|%-5s|\\n", name, name, other)
  printf("%d %d %d\\n", name == "abc", name == other, name != other)
  if (name == "abc") println("equal")
  name = "new"
  printf("%s %%\\n", name)
  exit()
}`,
  },
];

describeLive('the values of a .bt', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-values-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(['native', 'trixie', 'sid'])('of %s', (suite) => {
    const bpftrace = debianBpftrace(suite);
    if (typeof bpftrace === 'string') {
      it.skip(bpftrace, () => undefined);
      return;
    }
    const { command, version } = bpftrace;
    const can = cases.filter(({ since = 0 }) => Number(version.split('.')[1]) >= since);

    it.each(can)(`$name (bpftrace ${version})`, ({ name, script }) => {
      const [source, text] = ['stp', 'bt'].map((end) =>
        join(folder, `${name.replaceAll(' ', '-')}-${version}.${end}`),
      );
      writeFileSync(source ?? '', script, 'latin1');
      const run = (...words: readonly string[]) =>
        execFileSync(process.execPath, [stsx, ...words], {
          encoding: 'latin1',
          stdio: ['ignore', 'pipe', 'inherit'],
        });
      const expected = run('run', '-w', '--target', 'reference', source ?? '');
      run('compile', '-w', '--bpftrace', version, source ?? '', '-o', text ?? '');
      const { stdout, stderr } = spawnSync(command, [text ?? ''], { encoding: 'latin1', timeout: 60_000 });
      const printed = stdout.replace(/^Attach(?:ing|ed) \d+ probes?\.*\n/gm, '').replace(/\n+$/, '\n');
      expect({ printed, errors: /ERROR.*/.exec(stderr.replace(/.*RLIMIT_MEMLOCK.*\n/, ''))?.[0] }).toEqual({
        printed: expected.replace(/\n+$/, '\n'),
        errors: undefined,
      });
    });

    it.each(cases.filter((each) => !can.includes(each)))(
      `$name: refused, or said to differ (bpftrace ${version})`,
      ({ name, script }) => {
        const source = join(folder, `${name.replaceAll(' ', '-')}-${version}.stp`);
        writeFileSync(source, script, 'latin1');
        const words = ['check', '--target', 'bpftrace', '--bpftrace', version, source];
        const { stderr } = spawnSync(process.execPath, [stsx, ...words], { encoding: 'latin1' });
        expect(stderr).toMatch(/STSX50(?:20|22)/);
      },
    );
  });
});
