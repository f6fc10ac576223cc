/** Releases, at the fixed times of the week, what screens may say of waiting answers. The rule is playlists/thread-call. */
import { releasedAnswers, type CallTime, type ThreadCall } from '@palier/playlists/thread-call';
import { isoOf, type Clock } from '../clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Talk } from './talk.ts';

export const CALLS_EVERY_MS = 60_000;
const ID = 'call';

export function createCalls(deps: { storage: Storage; clock: Clock; talk: Talk }) {
  const { storage, clock, talk } = deps;
  return {
    /** The latest fixed time has passed since the last release: releases anew. Otherwise changes nothing. */
    async round(): Promise<void> {
      const { callTimes, working } = talk.settings();
      const record = await storage.get('threadCalls', ID);
      const dueMs = latestBefore(callTimes, working.zone, clock.now());
      if (dueMs === undefined || (record !== undefined && Date.parse(record.call.releasedAt) >= dueMs)) return;
      const waiting = (await storage.all('threads')).filter(({ answerUnread }) => answerUnread).length;
      const answers = releasedAnswers(record?.call.answers, waiting);
      const call: ThreadCall = { ...(answers === undefined ? {} : { answers }), releasedAt: isoOf(clock.now()) };
      await storage.transact((transaction) => transaction.put('threadCalls', { id: ID, call }));
    },
  };
}
export type Calls = ReturnType<typeof createCalls>;

/** The latest of these weekly times at or before `nowMs`; absent when there are none. */
export function latestBefore(times: readonly CallTime[], zone: string, nowMs: number): number | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs)).toZonedDateTimeISO(zone).toPlainDate();
  const found = times.map(({ day, at }) => {
    for (let back = 0; back <= 7; back += 1) {
      const date = today.subtract({ days: back });
      if (date.dayOfWeek !== day) continue;
      const atMs = date.toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds;
      if (atMs <= nowMs) return atMs;
    }
    return Number.NEGATIVE_INFINITY;
  });
  const latest = Math.max(...found);
  return Number.isFinite(latest) ? latest : undefined;
}
