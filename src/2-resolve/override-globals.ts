/** -G VAR=VALUE: gives user scalars another initial value, with a check against the one that they have. */
import type { GlobalSymbol } from '../program/program.ts';
import type { Session } from './session.ts';
import { similarText } from './similar-names.ts';

/** Reports what cannot be; goes out: the override of each symbol that has one. */
export function overridesOf(
  session: Session,
  symbols: readonly GlobalSymbol[],
): ReadonlyMap<GlobalSymbol, bigint | string> {
  const overrides = new Map<GlobalSymbol, bigint | string>();
  for (const [name, value] of session.options.globals) {
    const symbol = symbols.find(({ displayName, origin }) => displayName === name && origin === 'user');
    if (symbol === undefined) {
      const names = symbols.filter(({ origin }) => origin === 'user').map(({ displayName }) => displayName);
      session.report.add('STSX2006', undefined, { name, value, similar: similarText(name, names) });
      continue;
    }
    const { declaration } = symbol;
    const number = numberIn(value);
    if (declaration.size !== undefined || declaration.wrap)
      session.report.add('STSX2008', declaration.span, { name, value });
    else if (declaration.initial?.kind === 'NumberLiteral' && number === undefined) {
      session.report.add('STSX2007', declaration.span, { name, value });
    } else overrides.set(symbol, declaration.initial?.kind === 'StringLiteral' ? value : (number ?? value));
  }
  return overrides;
}

function numberIn(text: string): bigint | undefined {
  if (!/^-?(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(text)) return undefined;
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return BigInt.asIntN(64, negative ? -value : value);
}
