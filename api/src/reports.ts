/**
 * The report of plays: for each day and screen what was expected and what the kiosk proved. A day is read at a time, so a
 * year costs no more memory than a day.
 */
import { titleOf } from '@palier/playlists/difference';
import { expectedPlays } from '@palier/playlists/expected';
import { isOut } from '@palier/playlists/health';
import { inLanguage } from '@palier/playlists/in-language';
import type { Manifest } from '@palier/playlists/manifest';
import { readHealth, type ToldSpan } from './health-log.ts';
import type { Clock } from './clock.ts';
import type { Manifests } from './manifests.ts';
import type { PlayLog } from './play-log.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';
import type { PlayRow, ReportQuery, Shortfall } from './wire/reports.ts';

/** Fewer than this share of what was expected asks for a reason. */
const SHORT = 0.9;
/** A reason must hold for at least this long of the day. */
const WORTH_MS = 60_000;

export function createReports(deps: { storage: Storage; clock: Clock; manifests: Manifests; plays: PlayLog }) {
  const { storage, clock, manifests, plays } = deps;

  /** Day by day, oldest first unless `newestFirst`. */
  async function* rows(query: ReportQuery, newestFirst = false): AsyncGenerator<PlayRow> {
    const screens = (await storage.all('screens')).filter(({ screen }) => isAsked(screen, query));
    const dates = datesOf(query.from, query.to);
    for (const date of newestFirst ? dates.toReversed() : dates) {
      for (const record of screens) {
        for (const row of await dayOf(record, date, query)) yield row;
      }
    }
  }

  async function dayOf(
    { id, screen, pairedAt }: DocumentOf<'screens'>,
    date: string,
    query: ReportQuery,
  ): Promise<PlayRow[]> {
    const start = Temporal.PlainDate.from(date).toZonedDateTime(screen.zone);
    const dayMs = start.epochMilliseconds;
    // Nothing is expected of a wall without a machine.
    const fromMs = Math.max(dayMs, pairedAt === undefined ? Infinity : Date.parse(pairedAt));
    const endMs = start.add({ days: 1 }).epochMilliseconds;
    const toMs = Math.min(endMs, clock.now());
    if (clock.now() <= dayMs) return [];
    const manifest = (await manifests.of(id))?.value;
    const expectation = manifest === undefined || toMs <= fromMs ? undefined : expectedPlays(manifest, fromMs, toMs);
    const found = new Map<string, PlayRow>();
    const about = { date, screenId: screen.id, screen: screen.name };
    const rowOf = (entryId: string, playlistId: string | undefined, takeoverId: string | undefined): PlayRow => {
      const key = JSON.stringify([entryId, playlistId, takeoverId]);
      const row = found.get(key) ?? {
        ...about,
        ...(playlistId === undefined ? {} : { playlistId }),
        ...(takeoverId === undefined ? {} : { takeoverId }),
        entryId,
        ...titled(manifest, entryId, playlistId, takeoverId, query.language),
        plays: 0,
        shownMs: 0,
        reasons: [],
      };
      found.set(key, row);
      return row;
    };
    const { entries = [], takeoverMs = 0 } = expectation ?? {};
    for (const { ofId, entryId, isTakeover, plays } of entries) {
      rowOf(entryId, isTakeover ? undefined : ofId, isTakeover ? ofId : undefined).expected = plays;
    }
    await plays.each(id, dayMs, endMs, (play) => {
      const row = rowOf(play.entryId, play.takeoverId === undefined ? play.playlistId : undefined, play.takeoverId);
      row.plays += 1;
      row.shownMs += Date.parse(play.endedAt) - Date.parse(play.startedAt);
    });
    const wanted = [...found.values()].filter((row) => isWanted(row, query));
    if (wanted.some(isShort)) {
      const spans = await readHealth(storage, id, fromMs, toMs);
      const changed = await changedAt(wanted);
      for (const row of wanted) {
        if (isShort(row)) row.reasons = reasonsOf(row, { spans, fromMs, toMs, endMs, takeoverMs, changed });
      }
    }
    return wanted.sort((a, b) => b.plays - a.plays || a.entryId.localeCompare(b.entryId));
  }

  async function changedAt(rows: readonly PlayRow[]): Promise<ReadonlyMap<string, number>> {
    const changed = new Map<string, number>();
    for (const id of new Set(rows.flatMap(({ playlistId }) => playlistId ?? []))) {
      const record = await storage.get('playlists', id);
      if (record !== undefined) changed.set(id, Date.parse(record.updatedAt));
    }
    return changed;
  }

  return { rows };
}
export type Reports = ReturnType<typeof createReports>;

const isShort = ({ plays, expected }: PlayRow) => expected !== undefined && plays < expected * SHORT;

function isAsked(screen: DocumentOf<'screens'>['screen'], { screen: id, group }: ReportQuery): boolean {
  return (
    (id === undefined || screen.id === id) && (group === undefined || screen.groups.some((name) => name === group))
  );
}

function isWanted(row: PlayRow, { playlist, item }: ReportQuery): boolean {
  return (playlist === undefined || row.playlistId === playlist) && (item === undefined || row.entryId === item);
}

function titled(
  manifest: Manifest | undefined,
  entryId: string,
  playlistId: string | undefined,
  takeoverId: string | undefined,
  language: 'fr' | 'en',
): { title?: string } {
  const takeover = manifest?.takeovers.find(({ id }) => id === takeoverId);
  const entry = manifest?.playlists.find(({ id }) => id === playlistId)?.entries.find(({ id }) => id === entryId);
  const item = takeover?.content.kind === 'item' ? takeover.content.item : entry?.item;
  const title = item === undefined ? '' : inLanguage(titleOf(item), language) || item.kind;
  return title === '' ? {} : { title };
}

type Day = {
  spans: readonly ToldSpan[];
  fromMs: number;
  toMs: number;
  endMs: number;
  takeoverMs: number;
  changed: ReadonlyMap<string, number>;
};

function reasonsOf(row: PlayRow, { spans, fromMs, toMs, endMs, takeoverMs, changed }: Day): Shortfall[] {
  const lasted = new Map<Shortfall, number>();
  let told = 0;
  for (const { health, sinceMs, untilMs } of spans) {
    const ms = Math.min(untilMs ?? toMs, toMs) - Math.max(sinceMs, fromMs);
    if (ms <= 0) continue;
    told += ms;
    const reason = isOut(health) ? outReason(health) : health === 'unknown' ? 'unknown' : undefined;
    if (reason !== undefined) lasted.set(reason, (lasted.get(reason) ?? 0) + ms);
  }
  if (toMs - fromMs - told > WORTH_MS) lasted.set('unknown', (lasted.get('unknown') ?? 0) + toMs - fromMs - told);
  const reasons = [...lasted]
    .filter(([, ms]) => ms >= WORTH_MS)
    .sort((a, b) => b[1] - a[1])
    .map(([reason]) => reason);
  if (takeoverMs > WORTH_MS && row.takeoverId === undefined) reasons.push('takeover');
  if ((changed.get(row.playlistId ?? '') ?? 0) > fromMs) reasons.push('changed');
  // The last plays of a day that runs are still on their way.
  if (toMs < endMs) reasons.push('not-over');
  return reasons.length === 0 ? ['none'] : reasons;
}

function outReason(health: string): Shortfall {
  return health === 'fault' || health === 'page-dead' || health === 'display-off' ? health : 'silent';
}

function datesOf(from: string, to: string): string[] {
  const dates: string[] = [];
  const last = Temporal.PlainDate.from(to);
  for (
    let date = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    dates.push(date.toString());
  }
  return dates;
}
