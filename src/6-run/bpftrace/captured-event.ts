/** An event as a record of it says. In: the record's fields and their values. Out: what a handler asks. */
import type { CapturedField } from '../../5-split/plan.ts';
import type { EventContext } from '../../../targets/reference/event.ts';
import type { Value } from '../../../targets/reference/values.ts';

export function capturedEvent(fields: readonly CapturedField[], values: readonly Value[]): EventContext {
  const unread = (): never => {
    throw new Error('a handler reads of its event what was not captured');
  };
  return {
    argument: unread,
    field: unread,
    load: unread,
    captured: ({ field }) => values[field] ?? unread(),
    intrinsic: (name) => values[fields.findIndex(({ ambient }) => ambient === name)],
  };
}
