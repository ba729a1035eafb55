/** Kernel versions as numbers: "6.1.0-18-amd64" is at least 5.18. */
export function isAtLeast(release: string, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(release);
  const [, foundMajor = '0', foundMinor = '0'] = match ?? [];
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}
