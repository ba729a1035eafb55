/** The limits that -D NAME=VALUE sets, and what they are without it (stap(1), SAFETY AND SECURITY). */
export const limitDefaults = {
  MAXSTRINGLEN: { value: 512, least: 2 },
  MAXMAPENTRIES: { value: 2048, least: 1 },
  MAXACTION: { value: 1000, least: 1 },
  MAXERRORS: { value: 0, least: 0 },
  MAXSKIPPED: { value: 100, least: 0 },
  MAXTRYLOCK: { value: 100, least: 0 },
  MAXBACKTRACE: { value: 20, least: 1 },
  TRYLOCKDELAY: { value: 10, least: 0 },
} as const;

export type LimitName = keyof typeof limitDefaults;

export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(limitDefaults, name);
}

/** The whole number that a -D value is, as C would read it; undefined: it is none. */
export function limitNumber(text: string): number | undefined {
  const digits = /^\s*(0x[0-9a-f]+|\d+)[ul]*\s*$/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
