/**
 * Reads the core's answer. The core has checked it against the schemas; here only what the page relies on is looked
 * at, so that an old page in a television still understands a newer core that says more.
 */
import type { Now, NowEntry } from '@palier/playlists/now';

/** The answer, or undefined when it is none. */
export function parseNow(text: string): Now | undefined {
  const body = json(text);
  if (!isRecord(body) || typeof body['state'] !== 'string' || typeof body['atMs'] !== 'number') return undefined;
  if (typeof body['revision'] !== 'number') return undefined;
  const media = Array.isArray(body['media']) ? body['media'] : [];
  const program = isRecord(body['program']) ? programOf(body['program']) : undefined;
  const texts = { organisation: textOf(body['organisation']), publicUrl: textOf(body['publicUrl']) };
  return { ...body, ...texts, media, program } as unknown as Now;
}

function programOf(program: Record<string, unknown>): Now['program'] {
  const entries = Array.isArray(program['entries']) ? program['entries'].filter(isEntry) : [];
  const excluded = Array.isArray(program['excluded']) ? program['excluded'] : [];
  const anchorMs = typeof program['anchorMs'] === 'number' ? program['anchorMs'] : 0;
  return { ...program, entries, excluded, anchorMs } as unknown as Now['program'];
}

function isEntry(entry: unknown): entry is NowEntry {
  return (
    isRecord(entry) &&
    typeof entry['key'] === 'string' &&
    typeof entry['version'] === 'string' &&
    typeof entry['durationMs'] === 'number' &&
    entry['durationMs'] > 0 &&
    isRecord(entry['item']) &&
    typeof entry['item']['kind'] === 'string'
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
