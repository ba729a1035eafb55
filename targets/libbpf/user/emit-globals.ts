/** The script's globals as C variables, the shapes of its aggregates and arrays, and the tables that the library reads them by. */
import type * as ir from '../../../src/ir/ir.ts';
import type { Plan, PlannedGlobal } from '../../../src/5-split/plan.ts';
import { cLong, cString } from '../text/literal.ts';
import { fedGlobals, fedMapName } from '../fed-layout.ts';
import { sharedGlobals } from '../shared-layout.ts';
import type { Unit } from './unit.ts';
import { globalName, isShared, statShapeName } from './unit.ts';

/** `static int64_t g_n;` and its like. */
export function globalDefinitions(unit: Unit): readonly string[] {
  return unit.program.globals.flatMap((global) => {
    const name = globalName(unit, global.id);
    switch (global.kind) {
      case 'scalar':
        return isShared(unit, global.id)
          ? [
              scalarDefinition(global, initialName(name), unit.program.limits),
              `static ${global.type === 'long' ? 'int64_t' : 'char'} *${name} = ${address(global, initialName(name))};`,
            ]
          : [scalarDefinition(global, name, unit.program.limits)];
      case 'stat':
        return [...statShape(global.stat, global.id, unit), `static struct stsx_stat *${name};`];
      case 'array':
        return [
          ...(global.stat ? statShape(global.stat, global.id, unit) : []),
          ...arrayShape(global, unit),
          `static struct stsx_array *${name};`,
        ];
    }
  });
}

/** What a shared scalar holds before it is moved to the memory that both halves work on. */
function initialName(name: string): string {
  return `first_${name.slice('g_'.length)}`;
}

function address(global: ir.ScalarGlobal, variable: string): string {
  return global.type === 'long' ? `&${variable}` : variable;
}

function scalarDefinition(global: ir.ScalarGlobal, name: string, limits: ir.Limits): string {
  if (typeof global.initial === 'bigint') {
    return `static int64_t ${name}${global.initial === 0n ? '' : ` = ${cLong(global.initial)}`};`;
  }
  const text = global.initial.slice(0, limits.maxStringLength - 1);
  return `static char ${name}[${limits.maxStringLength}]${text === '' ? '' : ` = ${cString(text)}`};`;
}

function statShape(stat: ir.StatShape, id: number, unit: Unit): readonly string[] {
  const fields: string[] = [];
  if (stat.shift !== 0) fields.push(`.shift = ${stat.shift}`);
  if (stat.operators.includes('variance')) fields.push('.variance = true');
  if (stat.histogram?.kind === 'log') fields.push('.histogram = STSX_HISTOGRAM_LOG');
  if (stat.histogram?.kind === 'linear') {
    const { low, high, step } = stat.histogram;
    fields.push(
      '.histogram = STSX_HISTOGRAM_LINEAR',
      `.low = ${cLong(low)}`,
      `.high = ${cLong(high)}`,
      `.step = ${cLong(step)}`,
    );
  }
  const name = statShapeName(unit, id).slice(1);
  return [
    `static const struct stsx_stat_shape ${name} = { ${fields.length === 0 ? '0' : fields.join(', ')} };`,
  ];
}

const valueKinds: Readonly<Record<ir.ArrayGlobal['value'], string>> = {
  long: 'STSX_LONG',
  string: 'STSX_STRING',
  stat: 'STSX_STAT',
};

function arrayShapeName(unit: Unit, id: number): string {
  return `shape_${globalName(unit, id).slice('g_'.length)}`;
}

function arrayShape(global: ir.ArrayGlobal, unit: Unit): readonly string[] {
  const fields = [
    `.key_count = ${global.keys.length}`,
    `.keys = { ${global.keys.map((key) => valueKinds[key]).join(', ')} }`,
    `.value = ${valueKinds[global.value]}`,
    ...(global.wrap ? ['.wrap = true'] : []),
    ...(global.sized ? ['.sized = true'] : []),
    `.capacity = ${global.capacity}`,
    ...(global.stat ? [`.stat = ${statShapeName(unit, global.id)}`] : []),
  ];
  return [
    `static const struct stsx_array_shape ${arrayShapeName(unit, global.id)} = {`,
    ...fields.map((field) => `\t${field},`),
    '};',
  ];
}

export function globalTable(unit: Unit): readonly string[] {
  if (unit.program.globals.length === 0) return [];
  return [
    'static const struct stsx_global globals[] = {',
    ...unit.program.globals.map((global) => `\t${globalRow(global, unit)},`),
    '};',
  ];
}

function globalRow(global: ir.Global, unit: Unit): string {
  const name = cString(global.name);
  const variable = globalName(unit, global.id);
  switch (global.kind) {
    case 'scalar':
      return `{ ${name}, STSX_GLOBAL_${global.type.toUpperCase()}, ${address(global, isShared(unit, global.id) ? initialName(variable) : variable)}, NULL, NULL }`;
    case 'stat':
      return `{ ${name}, STSX_GLOBAL_STAT, &${variable}, ${statShapeName(unit, global.id)}, NULL }`;
    case 'array': {
      const stat = global.stat ? statShapeName(unit, global.id) : 'NULL';
      return `{ ${name}, STSX_GLOBAL_ARRAY, &${variable}, ${stat}, &${arrayShapeName(unit, global.id)} }`;
    }
  }
}

/** `blame` gives the place and the probe that an overflow is reported with. */
export function fedTable(
  plan: Plan,
  unit: Unit,
  blame: (planned: PlannedGlobal) => { readonly site: string; readonly probe: number },
): readonly string[] {
  const fed = fedGlobals(plan);
  if (fed.length === 0) return [];
  const sizes = fed.flatMap(({ planned, layout }) =>
    planned.global.kind === 'array'
      ? [
          `static const uint32_t key_sizes_${globalName(unit, planned.global.id)}[] = { ${layout.keySizes.join(', ')} };`,
        ]
      : [],
  );
  const rows = fed.map(({ planned }) => {
    const { id, kind } = planned.global;
    const { site, probe } = blame(planned);
    const maps = [0, 1].map((generation) => cString(fedMapName(planned.global, generation))).join(', ');
    const keys = kind === 'array' ? `key_sizes_${globalName(unit, id)}` : 'NULL';
    return `\t{ ${id}, { ${maps} }, ${keys}, ${site}, ${probe} },`;
  });
  return [...sizes, 'static const struct stsx_fed_global fed[] = {', ...rows, '};'];
}

/** Where the kernel half has the globals that both work on. */
export function sharedTable(plan: Plan, unit: Unit): readonly string[] {
  const all = sharedGlobals(plan);
  if (all.length === 0) return [];
  const sizes = all.flatMap(({ planned, keySizes }) =>
    planned.global.kind === 'array'
      ? [
          `static const uint32_t key_sizes_${globalName(unit, planned.global.id)}[] = { ${keySizes.join(', ')} };`,
        ]
      : [],
  );
  const rows = all.map(({ planned, name, textSize }) => {
    const { id, kind } = planned.global;
    const variable = globalName(unit, id);
    const offset = `offsetof(struct shared_globals, ${name})`;
    switch (kind) {
      case 'scalar':
        return `\t{ ${id}, &${variable}, ${offset}, NULL, NULL, 0 },`;
      case 'stat':
        return `\t{ ${id}, NULL, ${offset}, NULL, NULL, 0 },`;
      case 'array':
        return `\t{ ${id}, NULL, 0, ${cString(name)}, key_sizes_${variable}, ${textSize} },`;
    }
  });
  return [...sizes, 'static const struct stsx_shared_global shared[] = {', ...rows, '};'];
}
