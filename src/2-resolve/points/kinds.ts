/** All probe kinds that are built in, as rows; aliases come on top of them (point-tree.ts). */
import { fileKinds } from './file-kinds.ts';
import { functionKinds } from './function-kinds.ts';
import { perfKinds } from './perf-kinds.ts';
import type { PointKind } from './point-kind.ts';
import { processFunctionKinds } from './process-function-kinds.ts';
import { processMarkKinds } from './process-mark-kinds.ts';
import { sessionKinds } from './session-kinds.ts';
import { timerKinds } from './timer-kinds.ts';
import { tracepointKinds } from './tracepoint-kinds.ts';
import { unsupportedKinds } from './unsupported-kinds.ts';

export const pointKinds: readonly PointKind[] = [
  ...sessionKinds,
  ...timerKinds,
  ...fileKinds,
  ...perfKinds,
  ...tracepointKinds,
  ...functionKinds,
  ...processFunctionKinds,
  ...processMarkKinds,
  ...unsupportedKinds,
];
