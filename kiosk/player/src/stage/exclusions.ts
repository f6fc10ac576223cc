/**
 * Entries this page could not show. Each is passed over until the core takes it up (it excludes the key itself
 * and later lifts it), until its content changes, or, when the core is silent, for five minutes.
 */
import type { Program } from './content.ts';
import { contentId, programIdOf } from './content.ts';

export const RETRY_MS = 5 * 60_000;
const MAX_KEPT = 200;

export type Exclusions = ReturnType<typeof createExclusions>;

export function createExclusions() {
  const kept = new Map<string, { untilMs: number; taken: boolean }>();
  return {
    /** Passes `id` over from `atMs` on. */
    add(id: string, atMs: number): void {
      kept.delete(id);
      kept.set(id, { untilMs: atMs + RETRY_MS, taken: false });
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        kept.delete(oldest);
      }
    },
    /** The core has spoken: what it excludes is its own affair now, and what it lifts may be tried again. */
    heed(program: Program | undefined): void {
      if (program === undefined) return;
      const programId = programIdOf(program);
      const current = new Map(program.entries.map((entry) => [contentId(programId, entry), entry.key]));
      for (const [id, state] of kept) {
        const key = current.get(id);
        if (key === undefined) {
          if (id.startsWith(`${programId}/`)) kept.delete(id);
        } else if (program.excluded.includes(key)) state.taken = true;
        else if (state.taken) kept.delete(id);
      }
    },
    /** The keys of `program` that take no time at `atMs`: the core's and the page's own. */
    of(program: Program, atMs: number): ReadonlySet<string> {
      const programId = programIdOf(program);
      const keys = new Set(program.excluded);
      for (const entry of program.entries) {
        const state = kept.get(contentId(programId, entry));
        if (state !== undefined && atMs < state.untilMs) keys.add(entry.key);
      }
      return keys;
    },
    size: () => kept.size,
  };
}
