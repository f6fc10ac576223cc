/** A JSON document to points, by pointers. Pure. What is not where the pointers say is named in the refusal. */
import type { FigureFeed, FigurePoint } from '@palier/playlists/figure';
import { MAX_POINTS } from '@palier/playlists/figure';

type AddressFeed = Extract<FigureFeed, { kind: 'address' }>;
export type JsonPoints =
  | { kind: 'value'; value: number }
  | { kind: 'series'; series: FigurePoint[] }
  | { kind: 'refused'; reason: 'not-json' | 'not-there' | 'not-a-number' | 'no-points'; detail?: string };

const MAX_VALUE = 1e15;

export function jsonPoints(text: string, feed: AddressFeed): JsonPoints {
  const document = parsed(text);
  if (document === undefined) return { kind: 'refused', reason: 'not-json' };
  const found = at(document, feed.pointer);
  if (found === undefined) return { kind: 'refused', reason: 'not-there', detail: feed.pointer };
  if (!Array.isArray(found)) {
    const value = numberOf(found);
    return value === undefined
      ? { kind: 'refused', reason: 'not-a-number', detail: feed.pointer }
      : { kind: 'value', value };
  }
  const series: FigurePoint[] = [];
  for (const [index, entry] of found.slice(-MAX_POINTS).entries()) {
    const isPlain = typeof entry !== 'object';
    const value = numberOf(isPlain ? entry : at(entry, feed.valuePointer));
    if (value === undefined) {
      return {
        kind: 'refused',
        reason: 'not-a-number',
        detail: `${feed.pointer}/${index}${isPlain ? '' : feed.valuePointer}`,
      };
    }
    const label = isPlain ? undefined : at(entry, feed.labelPointer);
    series.push({ label: labelOf(label) ?? String(index + 1), value });
  }
  return series.length === 0
    ? { kind: 'refused', reason: 'no-points', detail: feed.pointer }
    : { kind: 'series', series };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Own members alone. Source: RFC 6901. */
function at(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && Math.abs(number) <= MAX_VALUE ? number : undefined;
}

function labelOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value).slice(0, 24);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  // An instant is its day.
  return value
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})T.*$/, '$1')
    .slice(0, 24);
}
