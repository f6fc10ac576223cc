/** What the panel says of figures: why a file or an address gave nothing, and the columns of a table by name. */
import { m } from '../paraglide/messages.js';

const WORDS: Record<string, (inputs: { detail: string }) => string> = {
  empty: () => m.results_fault_empty(),
  'not-a-table': () => m.results_fault_not_a_table(),
  damaged: () => m.results_fault_damaged(),
  encoding: () => m.results_fault_damaged(),
  'too-large': () => m.results_fault_too_large(),
  'too-many-rows': () => m.results_fault_too_many_rows(),
  'old-excel': () => m.results_fault_old_excel(),
  locked: () => m.results_fault_locked(),
  'no-points': () => m.results_fault_no_points(),
  busy: () => m.results_fault_busy(),
  private: () => m.results_fault_private(),
  port: () => m.results_fault_port(),
  url: () => m.results_fault_url(),
  scheme: () => m.results_fault_url(),
  credentials: () => m.results_fault_credentials(),
  timeout: () => m.results_fault_timeout(),
  status: (inputs) => m.results_fault_status(inputs),
  'no-such-host': () => m.results_fault_no_such_host(),
  certificate: () => m.results_fault_certificate(),
  unreachable: () => m.results_fault_unreachable(),
  redirects: () => m.results_fault_redirects(),
  'not-json': () => m.results_fault_not_json(),
  'not-there': (inputs) => m.results_fault_not_there(inputs),
  'not-a-number': (inputs) => m.results_fault_not_a_number(inputs),
};

/** In words, or the code itself when a newer server knows one that we do not. */
export function figureFault(reason: string, detail = ''): string {
  return WORDS[reason.replace(/^egress-/, '')]?.({ detail }) ?? reason;
}

/** The name of a column: its title, else its letter as a spreadsheet has it. */
export function columnName(index: number, header: readonly unknown[] | undefined): string {
  const title = header?.[index];
  const words = typeof title === 'string' || typeof title === 'number' ? String(title).trim() : '';
  if (words !== '') return words.slice(0, 60);
  const letter =
    (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') + String.fromCharCode(65 + (index % 26));
  return m.results_map_column({ letter });
}

/** A number as somebody types it, in either way of writing; absent when it is none. */
export function typedNumber(text: string): number | undefined {
  const bare = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined;
}

/** Two columns pasted from a spreadsheet, or lines with a semicolon; absent when it is something else. */
export function pastedRows(text: string): { label: string; value: string }[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line) => line.split(/\t|;/).map((cell) => cell.trim()));
  if (lines.length === 0 || rows.some((row) => row.length < 2)) return undefined;
  const pairs = rows.map(([label = '', value = '']) => ({ label: label.slice(0, 24), value }));
  // A first line of titles is no period.
  return typedNumber(pairs[0]?.value ?? '') === undefined && pairs.length > 1 ? pairs.slice(1) : pairs;
}

/** In how many playlists something is shown. */
export function usedWords(count: number): string {
  if (count === 0) return m.results_used_none();
  return count === 1 ? m.results_used_one() : m.results_used({ count });
}
