/** Every library function that the reference defines itself, by the name under which src/tapset/*.stp declares it. */
import { clockIntrinsics } from './intrinsics/clocks.ts';
import { contextIntrinsics } from './intrinsics/context.ts';
import { floatingPointIntrinsics } from './intrinsics/floating-point.ts';
import type { IntrinsicTable } from './intrinsics/intrinsic.ts';
import { sessionIntrinsics } from './intrinsics/session.ts';
import { symbolIntrinsics } from './intrinsics/symbols.ts';
import { stringIntrinsics } from './intrinsics/strings.ts';

export const intrinsics: IntrinsicTable = {
  ...stringIntrinsics,
  ...sessionIntrinsics,
  ...clockIntrinsics,
  ...contextIntrinsics,
  ...floatingPointIntrinsics,
  ...symbolIntrinsics,
};
