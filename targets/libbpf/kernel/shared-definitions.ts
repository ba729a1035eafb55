/** Declarations that shared globals need in the kernel half: keys, elements and maps of arrays, and the structure of all others. */
import type * as ir from '../../../src/ir/ir.ts';
import { statWords, type SharedGlobal } from '../shared-layout.ts';
import { keyDefinition } from './emit-fed.ts';
import { elementName } from './emit-shared.ts';
import type { KernelUnit } from './unit.ts';

export function sharedDefinitions(unit: KernelUnit): readonly string[] {
  const all = [...unit.shared.values()];
  const arrays = all.flatMap((shared) =>
    shared.planned.global.kind === 'array' ? arrayDefinition(shared, shared.planned.global) : [],
  );
  const hasOthers = all.some(({ planned }) => planned.global.kind !== 'array');
  return [...arrays, ...(hasOthers ? ['struct shared_globals stsx_shared;', ''] : [])];
}

function arrayDefinition(shared: SharedGlobal, global: ir.ArrayGlobal): readonly string[] {
  const [struct = ''] = keyDefinition(global, shared.keySizes);
  return [
    ...keyDefinition(global, shared.keySizes),
    `struct ${elementName(shared)} {`,
    '\tstruct stsx_element links;',
    `\t${struct.replace(' {', '')} key;`,
    `\t${valueMember(shared, global)};`,
    '};',
    '',
    'struct {',
    '\t__uint(type, BPF_MAP_TYPE_ARRAY);',
    '\t__uint(map_flags, BPF_F_MMAPABLE);',
    `\t__uint(max_entries, ${global.capacity + 1});`,
    '\t__uint(key_size, sizeof(__u32));',
    `\t__uint(value_size, sizeof(struct ${elementName(shared)}));`,
    `} ${shared.name} SEC(".maps");`,
    '',
  ];
}

function valueMember(shared: SharedGlobal, global: ir.ArrayGlobal): string {
  switch (global.value) {
    case 'long':
      return 'int64_t value';
    case 'string':
      return `char value[${shared.textSize}]`;
    case 'stat':
      return `int64_t value[${statWords(shared)}]`;
  }
}
