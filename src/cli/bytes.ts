/**
 * Between the process's text (UTF-16, from UTF-8) and stsx's byte strings (one character a byte). Arguments and file names
 * come in through `toBytes`; output leaves through streams that are told `latin1`.
 */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
