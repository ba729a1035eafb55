/** `delete`: an element, what matches a pattern of keys, or a whole variable back to its zero. */
import type * as ir from '../../../src/ir/ir.ts';
import { emitKeys } from './emit-operands.ts';
import { variableName } from './emit-place.ts';
import { shape } from './emit-stat.ts';
import type { Frame } from './frame.ts';
import { globalName } from './unit.ts';

export function emitDelete({ target }: ir.Delete, frame: Frame): void {
  switch (target.kind) {
    case 'local':
    case 'global': {
      const name = variableName(target, frame);
      frame.line(target.type === 'long' ? `${name} = 0;` : `${name}[0] = '\\0';`);
      return;
    }
    case 'stat-global':
      frame.line(`stsx_stat_clear(${globalName(frame.unit, target.global)}, ${shape(target, frame)});`);
      return;
    case 'element':
    case 'stat-element': {
      const keys = emitKeys(target.keys, [], frame);
      frame.line(`stsx_array_delete(${globalName(frame.unit, target.global)}, ${keys.text});`);
      return;
    }
    case 'array':
      frame.line(`stsx_array_clear(${globalName(frame.unit, target.global)});`);
  }
}

export function emitDeleteMatching(node: ir.DeleteMatching, frame: Frame): void {
  const keys = emitKeys(node.keys, [], frame);
  const array = globalName(frame.unit, node.global);
  frame.line(`stsx_array_delete_matching(${array}, ${keys.text}, ${keys.any});`);
}
