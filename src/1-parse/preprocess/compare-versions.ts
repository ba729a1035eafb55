/**
 * Orders version texts as strverscmp(3) does: runs of digits compare as numbers, except that a run with a leading zero
 * compares as a fraction (`000` < `00` < `01` < `010` < `09` < `0` < `1`). What decides is the run that the texts have in
 * common up to their first difference.
 */
export function compareVersions(left: string, right: string): number {
  let place = 0;
  while (place < left.length && left[place] === right[place]) place++;
  if (place === left.length && place === right.length) return 0;

  let start = place;
  while (start > 0 && isDigit(left[start - 1])) start--;
  const common = left.slice(start, place);
  const leftDigit = isDigit(left[place]);
  const rightDigit = isDigit(right[place]);
  const byBytes = byteAt(left, place) - byteAt(right, place);

  if (common.startsWith('0')) {
    // Only zeros so far, and one of the two ends: the longer run of zeros is the smaller fraction.
    const decidedByLength = /^0+$/.test(common) && leftDigit !== rightDigit;
    return decidedByLength ? (leftDigit ? -1 : 1) : byBytes;
  }
  if (common === '' && !(isCounting(left[place]) && isCounting(right[place]))) return byBytes;
  return digitsFrom(left, place) - digitsFrom(right, place) || byBytes;
}

function digitsFrom(text: string, start: number): number {
  let end = start;
  while (isDigit(text[end])) end++;
  return end - start;
}

function isDigit(byte: string | undefined): boolean {
  return byte !== undefined && byte >= '0' && byte <= '9';
}

function isCounting(byte: string | undefined): boolean {
  return isDigit(byte) && byte !== '0';
}

function byteAt(text: string, place: number): number {
  return place < text.length ? text.charCodeAt(place) : 0;
}
