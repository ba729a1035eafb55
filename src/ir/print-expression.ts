/** Expressions of the IR as text; every operator is bracketed, so that the tree can be read off. */
import type * as ir from './ir.ts';
import type { PrintNames } from './print.ts';

export function expressionPrinter(names: PrintNames): (node: ir.Expression) => string {
  function show(node: ir.Expression): string {
    switch (node.kind) {
      case 'long':
        return String(node.value);
      case 'string':
        return JSON.stringify(node.value);
      case 'read':
        return showPlace(node.place, names);
      case 'member':
        return `([${showKeys(node.keys, names)}] in ${names.global(node.global)})`;
      case 'unary':
        return `${node.operator}${show(node.operand)}`;
      case 'binary':
      case 'compare':
      case 'logical':
        return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
      case 'concat':
        return `(${show(node.left)} . ${show(node.right)})`;
      case 'conditional':
        return `(${show(node.condition)} ? ${show(node.then)} : ${show(node.otherwise)})`;
      case 'regex':
        return `(${show(node.value)} ${node.negated ? '!~' : '=~'} ${JSON.stringify(node.pattern)})`;
      case 'assign': {
        const operator = node.operator === 'concat' ? '.' : (node.operator ?? '');
        return `(${showPlace(node.target, names)} ${operator}= ${show(node.value)})`;
      }
      case 'step': {
        const operator = node.delta === 1 ? '++' : '--';
        const place = showPlace(node.target, names);
        return node.result === 'new' ? `${operator}${place}` : `${place}${operator}`;
      }
      case 'call':
        return `${names.function(node.function)}(${node.arguments.map(show).join(', ')})`;
      case 'intrinsic':
        return `%${node.name}(${node.arguments.map(show).join(', ')})`;
      case 'stat-read':
        return `@${node.operator}(${showStatPlace(node.stat, names)})`;
      case 'bucket-read':
        return `@hist(${showStatPlace(node.stat, names)})[${show(node.index)}]`;
      case 'bucket-exists':
        return `(${show(node.index)} in @hist(${showStatPlace(node.stat, names)}))`;
      case 'format':
        return `format(${showParts(node.parts, names)})`;
      case 'argument':
        return node.index < 0 ? '$return' : `$${node.index}`;
      case 'field': {
        const path = node.path.map((step) =>
          step.kind === 'member' ? `.${step.name}` : `[${show(step.index)}]`,
        );
        const address = node.result === 'address' ? '&' : '';
        return `${address}(${node.struct.name} ${show(node.base)})${path.join('')}`;
      }
      case 'load':
        return `*(${show(node.address)})`;
      case 'captured':
        return `captured${node.field}`;
      case 'captured-turn':
        return `captured${node.field}[${show(node.turn)}]`;
    }
  }
  return show;
}

export function showPlace(place: ir.Place, names: PrintNames): string {
  switch (place.kind) {
    case 'local':
      return names.local(place.local);
    case 'global':
      return names.global(place.global);
    case 'element':
      return `${names.global(place.global)}[${showKeys(place.keys, names)}]`;
  }
}

export function showStatPlace(place: ir.StatPlace, names: PrintNames): string {
  const name = names.global(place.global);
  return place.kind === 'stat-global' ? name : `${name}[${showKeys(place.keys, names)}]`;
}

export function showKeys(keys: readonly (ir.Expression | undefined)[], names: PrintNames): string {
  const show = expressionPrinter(names);
  return keys.map((key) => (key ? show(key) : '*')).join(', ');
}

const flagText: Record<ir.ConversionFlag, string> = {
  minus: '-',
  zero: '0',
  plus: '+',
  space: ' ',
  special: '#',
};

export function showParts(parts: readonly ir.FormatPart[], names: PrintNames): string {
  const show = expressionPrinter(names);
  const size = (of: number | ir.Expression | undefined) =>
    of === undefined ? '' : typeof of === 'number' ? String(of) : `{${show(of)}}`;
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return JSON.stringify(part.text);
        case 'histogram':
          return `@hist(${showStatPlace(part.stat, names)})`;
        case 'conversion': {
          const flags = part.flags.map((flag) => flagText[flag]).join('');
          const precision = part.precision === undefined ? '' : `.${size(part.precision)}`;
          return `%${flags}${size(part.width)}${precision}${part.conversion} ${show(part.argument)}`;
        }
      }
    })
    .join(', ');
}
