/** A global's value as JSON, as a recording's last lines have it: an element of an array is its keys and then its value. */
import type { Statistic } from './statistics.ts';
import type { Cell } from './store.ts';
import type { Value } from './values.ts';

export function describeCell(cell: Cell): unknown {
  switch (cell.kind) {
    case 'long':
    case 'string':
      return describeValue(cell.value);
    case 'statistic':
      return describeStatistic(cell.statistic);
    case 'long-array':
    case 'string-array':
      return [...cell.array.inOrder()].map(({ keys, content }) => [...keys, content].map(describeValue));
    case 'statistic-array':
      return [...cell.array.inOrder()].map(({ keys, content }) => [
        ...keys.map(describeValue),
        describeStatistic(content),
      ]);
  }
}

function describeStatistic({ count, sum }: Statistic): unknown {
  return { count: describeValue(count), sum: describeValue(sum) };
}

/** A number where JavaScript has it exactly, else its digits. */
function describeValue(value: Value): number | string {
  if (typeof value === 'string') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
