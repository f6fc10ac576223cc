/** One-time codes as cards and letters: how many to a sheet, and which lines are addresses. */

/** Cards on an A4 sheet: two columns of four. */
export const CARDS_A_SHEET = 8;
/** The most addresses that are sent to at once. */
export const MAX_ADDRESSES = 2_000;

/** Cards by sheet. */
export function sheetsOf<T>(cards: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(cards.length / CARDS_A_SHEET) }, (_, sheet) =>
    cards.slice(sheet * CARDS_A_SHEET, (sheet + 1) * CARDS_A_SHEET),
  );
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

/** What was pasted, as addresses: one a line, or between commas or semicolons; names before `<…>` are dropped, each once. */
export function addressesIn(text: string): { addresses: string[]; wrong: string[] } {
  const parts = text
    .split(/[\n,;]+/)
    .map((part) => /<([^<>]*)>/.exec(part)?.[1]?.trim() ?? part.trim())
    .filter((part) => part !== '');
  const addresses = [...new Set(parts.filter((part) => ADDRESS.test(part)).map((part) => part.toLowerCase()))];
  return { addresses: addresses.slice(0, MAX_ADDRESSES), wrong: parts.filter((part) => !ADDRESS.test(part)) };
}
