/** Probe points as text: what pp() and pn() give and what messages show. */
import type * as ast from '../../ast/ast.ts';

export function componentText(component: ast.NamedComponent): string {
  const { name, argument } = component;
  if (argument === undefined) return name;
  return argument.kind === 'NumberLiteral'
    ? `${name}(${argument.value})`
    : `${name}(${quoted(argument.value)})`;
}

export function pointText(components: readonly ast.NamedComponent[], suffix?: '?' | '!'): string {
  return components.map(componentText).join('.') + (suffix ?? '');
}

export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
