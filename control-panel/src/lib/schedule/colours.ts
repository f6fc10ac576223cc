/** A colour for each playlist in a week, the same wherever it stands in it. Alarm is kept for takeovers. */
const PALETTE = ['var(--inform)', 'var(--watch)', 'var(--ask)', 'var(--talk)', 'var(--propose)', 'var(--ink-2)'];

export function coloursOf(ids: readonly string[]): Map<string, string> {
  const different = [...new Set(ids)];
  return new Map(different.map((id, index) => [id, PALETTE[index % PALETTE.length] ?? 'var(--ink)']));
}
