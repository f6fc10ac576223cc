/**
 * What was played of the mix, a day at a time: read from the proof of play in the night after, and once more a week
 * later, when screens that were without network have brought theirs. Kept for twice four weeks and a little.
 */
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs.ts';
import type { Storage } from '../storage/storage.ts';
import type { Gauge } from './gauge.ts';

/** How often it is looked whether a day is due. */
export const MIX_DAYS_EVERY_MS = 3600_000;
const KEPT_DAYS = 63;
/** Kiosks keep plays for a week without network. */
const FINAL_AFTER_DAYS = 8;

export type MixCounts = { trade: number; corporate: number; colleagues: number };
export type MixDays = ReturnType<typeof createMixDays>;

export function createMixDays(deps: { storage: Storage; clock: Clock; gauge: Gauge; zone: string }) {
  const { storage, clock, gauge, zone } = deps;
  const today = () => Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone).toPlainDate();
  const startMs = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;

  return {
    /** Counts the days that are due. */
    async round(job: Pick<Job, 'commit' | 'signal'>): Promise<void> {
      const records = new Map<string, { final: boolean }>((await storage.all('mixDays')).map((one) => [one.id, one]));
      for (const back of [1, FINAL_AFTER_DAYS]) {
        const day = today().subtract({ days: back });
        const present = records.get(day.toString());
        const final = back === FINAL_AFTER_DAYS;
        if (job.signal.aborted || (present !== undefined && (present.final || !final))) continue;
        const audiences = await gauge.between(startMs(day), startMs(day.add({ days: 1 })));
        await job.commit((transaction) => transaction.put('mixDays', { id: day.toString(), audiences, final }));
      }
      const oldest = today().subtract({ days: KEPT_DAYS }).toString();
      const old = [...records.keys()].filter((id) => id < oldest);
      if (old.length === 0) return;
      await job.commit(async (transaction) => {
        for (const id of old) await transaction.remove('mixDays', id);
      });
    },
    /** Sums over the days `from` to `to`, both included, e.g. `2026-11-23`. */
    async sum(from: string, to: string): Promise<MixCounts> {
      const sum = { trade: 0, corporate: 0, colleagues: 0 };
      for (const { id, audiences } of await storage.all('mixDays')) {
        if (id < from || id > to) continue;
        for (const counts of Object.values(audiences)) {
          for (const voice of ['trade', 'corporate', 'colleagues'] as const) sum[voice] += counts[voice];
        }
      }
      return sum;
    },
  };
}
