/**
 * Entries that could not be shown: skipped for 30 s, then for twice as long each time, at most 15 minutes. A new
 * version of an entry gets a fresh chance at once, and one that was really shown is forgiven. Of a place with turns only
 * the turn is passed over, wherever it comes.
 */
import type { Fault } from '@palier/playlists/heartbeat';
import type { NowEntry, PageFault } from '@palier/playlists/now';
import type { PlaylistId } from '@palier/playlists/ids';
import { EntryId } from '@palier/playlists/ids';
import type { Clock } from './deps.ts';

export const FIRST_RETRY_MS = 30_000;
export const MAX_RETRY_MS = 15 * 60_000;
const MAX_KEPT = 200;

type Exclusion = {
  entryId: string;
  version: string;
  tries: number;
  /** By the monotonic clock: a wall clock that jumps back must not hide an item for hours. */
  untilMs: number;
  atMs: number;
  fault: Pick<Fault, 'kind' | 'playlistId' | 'reason'>;
};

export type Exclusions = {
  add(fault: PageFault, entry: NowEntry, playlistId: PlaylistId | undefined): void;
  /** It was shown: its record is wiped. Answers whether there was one. `version`: of the turn that was shown. */
  forgive(key: string, version?: string): boolean;
  /** Keys among `entries` that are skipped at this moment. */
  among(entries: readonly NowEntry[]): string[];
  /** Versions of turns that are passed over at this moment. */
  passed(entries: readonly NowEntry[]): string[];
  /** Until the next retry; absent when nothing is excluded. */
  nextRetryMs(): number | undefined;
  faults(): Fault[];
  clear(): void;
};

export function createExclusions(deps: { clock: Clock }): Exclusions {
  const { clock } = deps;
  const kept = new Map<string, Exclusion>();

  return {
    add(fault, entry, playlistId) {
      const id = entry.turns === undefined ? fault.key : turnId(fault.version);
      const known = kept.get(id);
      const tries = known?.version === fault.version ? known.tries + 1 : 1;
      const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 20));
      kept.delete(id);
      kept.set(id, {
        entryId: entry.entryId ?? entry.key,
        version: fault.version,
        tries,
        untilMs: clock.monotonicMs() + waitMs,
        atMs: clock.now(),
        fault: { kind: entry.item.kind, playlistId, reason: fault.reason },
      });
      const oldest = kept.keys().next().value;
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    forgive: (key, version) => kept.delete(version === undefined ? key : turnId(version)),
    among(entries) {
      const nowMs = clock.monotonicMs();
      return entries
        .filter((entry) => {
          const exclusion = kept.get(entry.key);
          return exclusion !== undefined && exclusion.version === entry.version && exclusion.untilMs > nowMs;
        })
        .map((entry) => entry.key);
    },
    passed(entries) {
      const nowMs = clock.monotonicMs();
      const versions = new Set(entries.flatMap((entry) => entry.turns?.map(({ version }) => version) ?? []));
      return [...versions].filter((version) => (kept.get(turnId(version))?.untilMs ?? 0) > nowMs);
    },
    nextRetryMs() {
      const nowMs = clock.monotonicMs();
      const waits = [...kept.values()].map((exclusion) => exclusion.untilMs - nowMs).filter((ms) => ms > 0);
      return waits.length === 0 ? undefined : Math.min(...waits);
    },
    faults() {
      const nowMs = clock.monotonicMs();
      return [...kept]
        .filter(([, exclusion]) => exclusion.untilMs > nowMs)
        .slice(-50)
        .map(([, exclusion]) => ({
          ...exclusion.fault,
          entryId: EntryId.parse(exclusion.entryId),
          at: new Date(exclusion.atMs).toISOString(),
          retryAt: new Date(clock.now() + exclusion.untilMs - nowMs).toISOString(),
        }));
    },
    clear: () => kept.clear(),
  };
}

/** Never the key of an entry. */
const turnId = (version: string) => `@${version}`;
