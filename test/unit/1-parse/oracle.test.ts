/**
 * Agreement with SystemTap's own parser: the same verdict, the same tree, the same first mistake at the same place. Runs
 * where stap is installed. A sample by default, since stap takes a third of a second each time; `STSX_ORACLE=full` for all.
 */
import fc from 'fast-check';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { versionOfRelease } from '../../../src/1-parse/parse-environment.ts';
import { dumpFile, normalizeDump } from './support/dump.ts';
import { damagedScript, sampleScripts } from '../../support/fuzz/damaged-script.ts';
import { parseText, type Parsed } from './support/parse-text.ts';
import { inPairs, missingOracle, StapOracle, type Verdict } from './support/stap-oracle.ts';

const missing = missingOracle();
const isFull = process.env['STSX_ORACLE'] === 'full';
const oracle = missing === undefined ? new StapOracle() : undefined;
afterAll(() => oracle?.close());

const config = new Map<string, string>();
if (missing === undefined) {
  const text = gunzipSync(readFileSync('/proc/config.gz')).toString('latin1');
  for (const [, name = '', value = ''] of text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) {
    config.set(name, value.replace(/^"(.*)"$/, '$1'));
  }
}

function parseHere(text: string, given: readonly string[] = [], guru = false): Parsed {
  return parseText(text, {
    arguments: given,
    guru,
    kernelRelease: release(),
    kernelVersion: versionOfRelease(release()),
    config: (option) => config.get(option),
  });
}

/** What differs, in words; undefined if nothing does. */
function difference(verdict: Verdict, { file, problems, report }: Parsed): string | undefined {
  const first = problems[report.diagnostics.findIndex(({ severity }) => severity === 'error')];
  if (verdict.accepted !== (file !== undefined)) {
    return `stap ${verdict.accepted ? 'accepts' : `rejects: ${verdict.error?.text}`}, here: ${first ?? 'accepted'}`;
  }
  if (file !== undefined) {
    const [theirs, ours] = [normalizeDump(verdict.dump), normalizeDump(dumpFile(file))];
    return theirs === ours ? undefined : `stap: ${theirs}\nhere: ${ours}`;
  }
  if (verdict.error === undefined || first === undefined) return undefined;
  const { text, place } = verdict.error;
  const sameText = first.toLowerCase().startsWith(text.toLowerCase());
  const samePlace = place === 'EOF' || first.endsWith(` at ${place}`);
  return sameText && samePlace ? undefined : `stap: ${text} at ${place}, here: ${first}`;
}

async function differences(texts: readonly string[], guru: boolean): Promise<string[]> {
  const found: string[] = [];
  await inPairs(texts, async (text) => {
    const verdict = await oracle?.parse(text, { guru });
    const wrong = verdict && difference(verdict, parseHere(text, [], guru));
    if (wrong !== undefined) found.push(`${text}\n${wrong}`);
  });
  return found;
}

describe.skipIf(missing !== undefined)(
  `against stap -p1 ${missing === undefined ? '' : `(skipped: ${missing})`}`,
  () => {
    test('trees', { timeout: 60_000 }, async () => {
      const expressions = [
        'a . b + 1 . 5 - c * d / e % f',
        'a | b ^ c & d && e || f && g',
        '1 < 2 == 2 > 1 != 3 <= 4 >= 5',
        'a & b in m | [c, *] in n',
        'a == 1 in m && !a in m',
        'a =~ "x" && b . c !~ "y"',
        'a << b >> c >>> d + e',
        'x = a ? b = c : d ? e : f',
        'a ? b : c = d',
        'a + b += c -= d <<= e',
        '- -x + ! ~y - ++z * w--',
        '&$a->b[c = 1]->d$$',
        '-x->y + (x->y)->z + &(x->y) + &x',
        '@cast(a, "t", "m")[2]->x$ . @var("v")->w',
        'f(1)->x[2]->y$ + a[1][2] + (b)[3] + c->if',
        '1 in @hist_linear(s, -1, 2, 3) + 2'.replace(' + 2', ''),
        '@hist_log(s)[3] + @variance(t, 2) + @count(u[1])',
        'sprintf("%d", @defined($x) ? @entry(f()) : @perf("p"))',
        '$$vars$ . $x$$ . @probewrite(y)',
        '[a]',
      ];
      const statements = [
        'x = 1 y = 2 1 (y) x = y ++ z $q (3)',
        'if (a) if (b) c; else d else e',
        'if (a) { b } else if (c) d; else { e }',
        'for (;;) break; for (i = 0; i < 3; i++) { continue }',
        'foreach (v = [a+, b] in c[*, 3] limit 4) ; foreach (v- = k in c) ; foreach (k in @hist_log(s)) next',
        'foreach (k in a @sum - limit 3 + 4) { } try { a } catch (e) { b } try { } catch { ; ; }',
        'while (a) ; delete a[1, 2] delete b; return_ = 3',
      ];
      const handlers = [...expressions.map((text) => `x_ = ${text}`), ...statements];
      const text = `global g, h%[3], i = -3, j = "a" "b"\n${handlers.map((body) => `probe begin { ${body} }`).join('\n')}
probe p.{q("s"), r}.s? if (t == 1), u.{v, w.{x, y(-3)}}, z*.a** { }
probe al.i = as.b, c? { } , { d } probe al.j += k { } probe m = n = o { }
function f:long(a:string, b,):3 { return a } private function g() { return } private global k private l = 0x10`;
      expect(await differences([text], false)).toEqual([]);
    });

    test('mistakes', { timeout: 580_000 }, async () => {
      const seed = isFull ? Date.now() % 1_000_000 : 1;
      const texts = [...sampleScripts, ...fc.sample(damagedScript, { seed, numRuns: isFull ? 200 : 12 })];
      const found = await differences(texts, false);
      expect(found.filter((text) => !isKnown(text))).toEqual([]);
    });

    const examples = '/usr/share/systemtap/examples';
    test.skipIf(!existsSync(examples))(`the scripts of ${examples}`, { timeout: 600_000 }, async () => {
      const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.stp(?:\.gz)?$/.test(file),
      );
      const chosen = files.sort().filter((_, place) => isFull || place % 25 === 0);
      const found: string[] = [];
      await inPairs(chosen, async (file) => {
        const raw = readFileSync(join(examples, file));
        const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1');
        const given = ['11', '22', '33', '44'];
        const verdict = await oracle?.parse(text, { guru: true, arguments: given });
        const parsed = parseHere(text, given, true);
        // Macros of SystemTap's library are not known here.
        if (parsed.problems.some((problem) => problem.startsWith('unknown operator @'))) return;
        const wrong = verdict && difference(verdict, parsed);
        if (wrong !== undefined) found.push(`${file}: ${wrong}`);
      });
      expect(found).toEqual([]);
    });
  },
);

/**
 * Where stap's first message says less or points elsewhere: at the end of the file it names the last token; it stops at
 * the first mistake of any kind, where here a syntax error of an item hides what its tree would have shown; and it takes
 * any token for the end of `@count(e`.
 */
const known: readonly RegExp[] = [
  /stap: .* at .*, here: (?:unexpected end-of-file|expected .*, found end of file)/,
  /stap: (?:found 'return' not|number invalid|using |invalid or missing|base histogram|duplicate|multiple sort)/,
  /stap: unknown operator/,
  /@(?:count|sum|min|max|avg|variance)\b/,
];

function isKnown(found: string): boolean {
  return known.some((pattern) => pattern.test(found));
}
