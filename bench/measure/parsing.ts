/** Parsing and checking 100,000 lines, and a tenth of them: time has to grow with the lines and no faster. */
import { scratchFile, secondsOf, stsxCommand, times } from '../machine.ts';
import type { Measurement } from '../row.ts';

const linesOfUnit = 20;

/** Different names all over, as in a real script of that length. */
function unit(index: number): string {
  return `
# unit ${index}
global count_${index}, seen_${index}

function weight_${index}:long (value:long, text:string) {
  if (strlen(text) > ${index % 7}) return value * ${index} + 1
  while (value > ${index}) value -= 3
  return value ? value << 2 : -1
}

probe timer.s(${(index % 9) + 1}) {
  seen_${index}[execname(), pid()] <<< weight_${index}(pid(), "t${index}")
  count_${index}++
  foreach ([name, id] in seen_${index}- limit 3) {
    printf("%-16s %6d %d\\n", name, id, @count(seen_${index}[name, id]))
  }
  if (count_${index} == ${index}) delete seen_${index}
  else println("unit ", ${index}, " of ", count_${index} . "")
}`.replace(' . ""', '');
}

function script(lines: number): string {
  return scratchFile(
    '.stp',
    Array.from({ length: lines / linesOfUnit }, (_, index) => unit(index)).join('\n'),
  );
}

export const parsing: readonly Measurement[] = [
  {
    name: 'parse and check 100,000 lines',
    async measure() {
      const long = script(100_000);
      const short = script(10_000);
      const parsed = await times(3, () => secondsOf(stsxCommand('check', '--stage', 'parse', long)));
      const figure = await times(3, () => secondsOf(stsxCommand('check', '--stage', 'types', long)));
      const tenth = await times(3, () => secondsOf(stsxCommand('check', '--stage', 'types', short)));
      return [
        { name: 'parse 100,000 lines', figure: parsed, unit: 's', limit: 3 },
        {
          name: this.name,
          figure,
          unit: 's',
          limit: 3,
          peer: { name: '10,000 lines', figure: tenth },
          // Linear in size; the start of a process makes it less.
          peerLimit: 12,
        },
      ];
    },
  },
];
