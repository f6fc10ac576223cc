/** Wall-clock time in an IANA zone. The only place that turns wall-clock times into instants. */

/** Whether this runtime knows `zone` as an IANA time zone name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
