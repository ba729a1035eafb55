/** Reads the tables that nettop.stp prints: what each device sent and received, table by table. */
export interface NettopRow {
  readonly pid: number;
  readonly uid: number;
  readonly device: string;
  readonly sent: number;
  readonly received: number;
  readonly command: string;
}

const row = /^ *(\d+) +(\d+) (\S+) +(\d+) +(\d+) +\d+ +\d+ (.*?) *$/;

/** Only tables that are complete: an empty line ends one. */
export function nettopTables(output: string): readonly (readonly NettopRow[])[] {
  return output
    .split('\n\n')
    .slice(0, -1)
    .map((table) => table.split('\n').flatMap(readRow));
}

function readRow(line: string): readonly NettopRow[] {
  const match = row.exec(line);
  if (match === null) return [];
  const [, pid, uid, device = '', sent, received, command = ''] = match;
  return [
    { pid: Number(pid), uid: Number(uid), device, sent: Number(sent), received: Number(received), command },
  ];
}

export function totals(
  tables: readonly (readonly NettopRow[])[],
  device: string,
): { readonly sent: number; readonly received: number } {
  const rows = tables.flat().filter((one) => one.device === device);
  return {
    sent: rows.reduce((sum, one) => sum + one.sent, 0),
    received: rows.reduce((sum, one) => sum + one.received, 0),
  };
}
