/** How much a fault test does: a short version in every run, all of it with `FAULTS=full`. */
export const FULL = process.env['FAULTS'] === 'full';

export function rounds(short: number, full: number): number {
  return FULL ? full : short;
}
