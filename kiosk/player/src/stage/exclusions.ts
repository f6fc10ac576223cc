/**
 * Entries this page could not show. Each is passed over until the core takes it up (it excludes the key itself
 * and later lifts it), until its content changes, or, when the core is silent, for five minutes. Of a place with turns
 * only the turn is passed over.
 */
import { isSpent } from '@palier/playlists/turns';
import type { Program } from './content.ts';
import { contentId, programIdOf } from './content.ts';

export const RETRY_MS = 5 * 60_000;
const MAX_KEPT = 200;
const NOTHING: ReadonlySet<string> = new Set();

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
      const passed = new Set(program.passed);
      const skipped = new Set(program.excluded);
      const current = new Map(
        program.entries.flatMap((entry) => {
          if (entry.turns === undefined) return [[contentId(programId, entry), skipped.has(entry.key)] as const];
          return entry.turns.map(
            ({ version }) => [contentId(programId, { key: entry.key, version }), passed.has(version)] as const,
          );
        }),
      );
      for (const [id, state] of kept) {
        const isTaken = current.get(id);
        if (isTaken === undefined) {
          if (id.startsWith(`${programId}/`)) kept.delete(id);
        } else if (isTaken) state.taken = true;
        else if (state.taken) kept.delete(id);
      }
    },
    /** The keys of `program` that take no time at `atMs`: the core's and the page's own. */
    of(program: Program, atMs: number): ReadonlySet<string> {
      const programId = programIdOf(program);
      const keys = new Set(program.excluded);
      const passed = kept.size === 0 && program.passed === undefined ? NOTHING : this.passed(program, atMs);
      for (const entry of program.entries) {
        const state = entry.turns === undefined ? kept.get(contentId(programId, entry)) : undefined;
        if (state !== undefined && atMs < state.untilMs) keys.add(entry.key);
        if (passed.size > 0 && isSpent(entry, passed)) keys.add(entry.key);
      }
      return keys;
    },
    /** Versions of turns that another turn of their place stands in for at `atMs`. */
    passed(program: Program, atMs: number): ReadonlySet<string> {
      const programId = programIdOf(program);
      const versions = new Set(program.passed);
      if (kept.size === 0) return versions;
      for (const { key, turns } of program.entries) {
        for (const { version } of turns ?? []) {
          const state = kept.get(contentId(programId, { key, version }));
          if (state !== undefined && atMs < state.untilMs) versions.add(version);
        }
      }
      return versions;
    },
    size: () => kept.size,
  };
}
