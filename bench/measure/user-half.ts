/**
 * The compiled user half: what scripts compute, sort and print. Figures of loops are what the script itself measured with its
 * clock, so that neither starting nor loading is in them.
 */
import { compiled, compiledC, outputOf, scratchFile, secondsOf, stsxCommand, times } from '../machine.ts';
import type { Measurement } from '../row.ts';

/** SystemTap's guards against endless handlers are part of the work; here they only must not end it. */
const patient = [
  '-D',
  'MAXACTION=2000000000',
  '-D',
  'MAXACTION_INTERRUPTIBLE=2000000000',
  '-D',
  'STP_NO_OVERLOAD',
];

const additions = 10_000_000;
const keys = 1_000_000;
const lines = 1_000_000;

function additionScript(count: number): string {
  return scratchFile(
    '.stp',
    `probe begin {
  start = gettimeofday_ns()
  for (i = 0; i < ${count}; i++) sum += i
  printf("%d %d\\n", gettimeofday_ns() - start, sum)
  exit()
}`,
  );
}

/** The empty assembler statement keeps the compiler from working the sum out instead of adding. */
const additionC = `#include <stdio.h>
#include <time.h>
static long long now(void) { struct timespec t; clock_gettime(CLOCK_REALTIME, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
int main(void)
{
	long long start = now(), sum = 0;
	for (long long i = 0; i < ${additions}; i++) { sum += i; __asm__ volatile("" : "+r"(sum)); }
	printf("%lld %lld\\n", now() - start, sum);
	return 0;
}`;

const sortScript = `global score[${keys}]
probe begin {
  state = 12345
  for (i = 0; i < ${keys}; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    score[i] = state
  }
  start = gettimeofday_ns()
  foreach (key in score- limit 10) last = score[key]
  printf("%d %d\\n", gettimeofday_ns() - start, last)
  exit()
}`;

/** A whole sort of as many pairs by qsort(). */
const sortC = `#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static long long now(void) { struct timespec t; clock_gettime(CLOCK_REALTIME, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
struct pair { long long key, value; };
static int descending(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	return x->value < y->value ? 1 : x->value > y->value ? -1 : 0;
}
int main(void)
{
	struct pair *pairs = malloc(${keys} * sizeof(*pairs));
	long long state = 12345, start;
	for (long long i = 0; i < ${keys}; i++) {
		state = (state * 1103515245 + 12345) & 0x7fffffff;
		pairs[i] = (struct pair){ i, state };
	}
	start = now();
	qsort(pairs, ${keys}, sizeof(*pairs), descending);
	printf("%lld %lld\\n", now() - start, pairs[9].value);
	return 0;
}`;

const nettopFormat = '%5d %5d %-7s %7d %7d %7d %7d %-15s\\n';

const printScript = `probe begin {
  for (i = 0; i < ${lines}; i++) printf("${nettopFormat}", i, 1000, "eth0", i, i, i / 1024, i / 1024, "some-program")
  exit()
}`;

const printC = `#include <stdio.h>
int main(void)
{
	for (int i = 0; i < ${lines}; i++)
		printf("${nettopFormat}", i, 1000, "eth0", i, i, i / 1024, i / 1024, "some-program");
	return 0;
}`;

/** The first number that a program prints, in nanoseconds; seconds. */
function measuredBy(program: string, words: readonly string[] = []): number {
  return Number(outputOf({ program, words }).split(' ')[0]) / 1e9;
}

export const userHalf: readonly Measurement[] = [
  {
    name: 'a loop of 10 M additions',
    async measure() {
      const program = compiled(additionScript(additions), ...patient);
      const figure = await times(5, () => measuredBy(program));
      const c = compiledC(additionC);
      const plain = await times(5, () => measuredBy(c));
      const part = 100;
      const short = additionScript(additions / part);
      const interpreted = await times(
        3,
        () =>
          Number(outputOf(stsxCommand('run', '--target', 'reference', ...patient, short)).split(' ')[0]) /
          1e9,
      );
      return [
        { name: this.name, figure, unit: 's', peer: { name: 'plain C', figure: plain }, peerLimit: 2 },
        {
          name: `${this.name}, against the interpreter`,
          figure,
          unit: 's',
          peer: { name: 'reference', figure: interpreted * part },
          peerLimit: 1 / 50,
        },
      ];
    },
  },
  {
    name: 'sort 1 M integer keys by value, limit 10',
    async measure() {
      const program = compiled(scratchFile('.stp', sortScript), ...patient);
      const figure = await times(5, () => measuredBy(program));
      const c = compiledC(sortC);
      const whole = await times(3, () => measuredBy(c));
      return [
        { name: this.name, figure, unit: 's', limit: 0.5, peer: { name: 'qsort() of all', figure: whole } },
      ];
    },
  },
  {
    name: '1 M lines of nettop’s printf to /dev/null',
    async measure() {
      const program = compiled(scratchFile('.stp', printScript), ...patient);
      const figure = await times(5, () => secondsOf({ program, words: [] }));
      const c = compiledC(printC);
      const plain = await times(5, () => secondsOf({ program: c, words: [] }));
      return [{ name: this.name, figure, unit: 's', limit: 1, peer: { name: 'plain C', figure: plain } }];
    },
  },
];
