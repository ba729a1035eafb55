/** What a collector says, a line of JSON each. In: a line, one character a byte. Out: a message; undefined: nothing that concerns a session. */
export type CollectorMessage =
  | {
      readonly kind: 'record';
      readonly probe: number;
      readonly time: bigint;
      readonly numbers: readonly bigint[];
      readonly texts: readonly string[];
    }
  /** Events add to the other half from then on. */
  | { readonly kind: 'turned'; readonly time: bigint }
  /** All of what was added before has been printed. */
  | { readonly kind: 'merged'; readonly time: bigint }
  | { readonly kind: 'map'; readonly name: string; readonly entries: readonly MapEntry[] }
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'attached' }
  | { readonly kind: 'problem'; readonly text: string };

export interface MapEntry {
  /** As bpftrace prints it, the parts between commas; empty: the map has no keys. */
  readonly key: string;
  readonly value: bigint;
  /** Of stats(): then `value` is the sum. */
  readonly count: bigint | undefined;
}

type Json = string | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export function readMessage(line: string): CollectorMessage | undefined {
  const message = parse(line);
  if (message === undefined || typeof message !== 'object' || message === null || Array.isArray(message))
    return undefined;
  const { type, data } = message as { readonly [name: string]: Json };
  switch (type) {
    case 'printf':
      return typeof data === 'string' ? readPrinted(data) : undefined;
    case 'map':
    case 'stats':
      return isObject(data) ? readMap(data) : undefined;
    case 'lost_events':
      return isObject(data) ? { kind: 'lost', events: Number(data['events'] ?? 0) } : undefined;
    case 'attached_probes':
      return { kind: 'attached' };
    case 'runtime_error':
    case 'helper_error':
    case 'error': {
      const text = (message as { readonly [name: string]: Json })['msg'] ?? data;
      return { kind: 'problem', text: typeof text === 'string' ? text : JSON.stringify(text) };
    }
    default:
      return undefined;
  }
}

/** Numbers as text, since JavaScript's own would lose what is beyond 53 bits. */
function parse(line: string): Json | undefined {
  const quoted = line.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    return JSON.parse(quoted) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPrinted(text: string): CollectorMessage | undefined {
  const mark = /^([tm])(\d+)$/.exec(text);
  if (mark) return { kind: mark[1] === 't' ? 'turned' : 'merged', time: BigInt(mark[2] ?? 0) };
  const head = /^e(\d+) (\d+)((?: -?\d+)*)/.exec(text);
  if (!head) return undefined;
  const [whole, probe = '', time = '', numbers = ''] = head;
  const texts = text.slice(whole.length).split(`\x1e${time}\x1e`).slice(1);
  return {
    kind: 'record',
    probe: Number(probe),
    time: BigInt(time),
    numbers: numbers.split(' ').slice(1).map(BigInt),
    texts,
  };
}

function readMap(data: { readonly [name: string]: Json }): CollectorMessage | undefined {
  const [named] = Object.entries(data);
  if (!named) return undefined;
  const [name, content] = named;
  const single = entryOf('', content);
  if (single) return { kind: 'map', name: name.slice(1), entries: [single] };
  if (!isObject(content)) return undefined;
  const entries = Object.entries(content).flatMap(([key, value]) => entryOf(key, value) ?? []);
  return { kind: 'map', name: name.slice(1), entries };
}

function entryOf(key: string, value: Json): MapEntry | undefined {
  if (typeof value === 'string' && /^-?\d+$/.test(value))
    return { key, value: BigInt(value), count: undefined };
  if (!isObject(value)) return undefined;
  const { count, total } = value;
  if (typeof count !== 'string' || typeof total !== 'string') return undefined;
  return { key, value: BigInt(total), count: BigInt(count) };
}

/**
 * The parts of a key. A text may hold commas: one that another follows ends at the mark, the last one where only numbers are left.
 * Undefined: that is no key of these types.
 */
export function splitKey(
  key: string,
  types: readonly ('long' | 'string')[],
  mark: bigint,
): readonly (bigint | string)[] | undefined {
  const last = types.lastIndexOf('string');
  const pattern = types
    .map((type, index) => (type === 'long' ? '(-?\\d+)' : index < last ? `([^]*?),${mark}` : '([^]*)'))
    .join(',');
  const match = new RegExp(`^${pattern}$`).exec(key);
  // An address is printed without its sign.
  return match
    ?.slice(1)
    .map((part, index) => (types[index] === 'long' ? BigInt.asIntN(64, BigInt(part)) : part));
}
