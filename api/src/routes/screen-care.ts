/** Looking after screens: health over time, pictures, requests, the same change to many, alerts. */
import { Hono } from 'hono';
import { uptimeOf, type HealthSpan } from '@palier/playlists/health';
import { Screen } from '@palier/playlists/screen';
import { Screenshot } from '@palier/playlists/screenshot';
import { readAlertRules, writeAlertRules } from '../alerts.ts';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import { readHealth } from '../health-log.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { body, query } from '../validate.ts';
import {
  AlertRules,
  BulkChange,
  CommandRequest,
  type HealthAnswer,
  type ScreenshotsAnswer,
} from '../wire/screen-care.ts';
import { screenCaller } from './params.ts';
import { SpanQuery } from './row.ts';

const MAX_SPAN_MS = 100 * 24 * 3_600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

export function screenCareRoutes(parts: Parts) {
  const { storage, clock, commands, screenshots, heartbeats } = parts;
  return new Hono<ApiEnv>()
    .get('/api/screens/:id/health', query(SpanQuery), async (c) => {
      const record = await storage.get('screens', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      const { from, to } = c.req.valid('query');
      const [fromMs, toMs] = [Date.parse(from), Math.min(Date.parse(to), clock.now())];
      if (toMs <= fromMs) return invalidField(c, 'to', 'the span ends before it starts, or lies in the future');
      if (toMs - fromMs > MAX_SPAN_MS) return invalidField(c, 'to', 'at most 100 days at a time');
      const spans = await readHealth(storage, record.id, fromMs, toMs);
      return c.json({ spans: spans.map(asWire), weeks: weeksOf(spans, fromMs, toMs) } satisfies HealthAnswer);
    })
    .get('/api/screens/:id/screenshots', async (c) => {
      const record = await storage.get('screens', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      const shots = (await screenshots.of(record.id)).map(({ takenAt, entryId, image, notPictured }) => ({
        takenAt,
        ...(entryId === undefined ? {} : { entryId }),
        ...(notPictured === undefined ? {} : { notPictured }),
        ...(image === undefined ? {} : { url: `/api/screens/${record.id}/screenshots/${takenAt}` }),
      }));
      const canCapture = heartbeats.of(record.id)?.heartbeat?.canCapture;
      const about = canCapture === undefined ? {} : { canCapture };
      return c.json({ shots, waiting: commands.isWaiting(record.id), ...about } satisfies ScreenshotsAnswer);
    })
    .get('/api/screens/:id/screenshots/:takenAt', async (c) => {
      const shots = await screenshots.of(c.req.param('id'));
      const image = shots.find(({ takenAt }) => takenAt === c.req.param('takenAt'))?.image;
      if (image === undefined) return problem(c, 'not-found');
      c.header('Cache-Control', 'private, max-age=3600');
      c.header('Content-Type', 'image/webp');
      c.header('Content-Security-Policy', "default-src 'none'; sandbox");
      return c.body(new Uint8Array(Buffer.from(image, 'base64')));
    })
    .post('/api/screen-commands', body(CommandRequest), async (c) => {
      const { screens, kind } = c.req.valid('json');
      return c.json({ asked: await commands.ask(screens, kind) });
    })
    .post('/api/screen-changes', body(BulkChange), async (c) => {
      const outcome = await changeAll(parts, c.req.valid('json'));
      return 'missing' in outcome
        ? invalidField(c, 'screens', `there is no screen "${outcome.missing}"`)
        : c.json(outcome);
    })
    .get('/api/alerts', async (c) => c.json(await readAlertRules(storage)))
    .put('/api/alerts', body(AlertRules), async (c) => {
      const rules = c.req.valid('json');
      await storage.transact((transaction) => writeAlertRules(transaction, rules));
      return c.json(rules);
    })
    .post('/api/player/screenshots', body(Screenshot), async (c) => {
      const caller = screenCaller(c);
      if (caller.kind === 'preview') return c.body(null, 204);
      heartbeats.touch(caller.screen.id);
      const refused = await screenshots.keep(caller.screen.id, c.req.valid('json'));
      commands.pictured(caller.screen.id);
      parts.news.tell(['heartbeats']);
      return refused === undefined ? c.body(null, 204) : invalidField(c, 'image', refused.refused);
    });
}

async function changeAll({ storage }: Parts, { screens, change }: ReturnType<typeof BulkChange.parse>) {
  const outcome = await storage.transact(async (transaction) => {
    for (const id of screens) if ((await transaction.get('screens', id)) === undefined) return { missing: id };
    for (const id of screens) {
      const record = await transaction.get('screens', id);
      if (record === undefined) continue;
      const { addGroup, removeGroup, zone, location, powerHours } = change;
      const groups = [...new Set([...record.screen.groups, ...(addGroup === undefined ? [] : [addGroup])])];
      const screen: Screen = {
        ...record.screen,
        groups: groups.filter((group) => group !== removeGroup),
        ...(zone === undefined ? {} : { zone }),
        ...(location === undefined ? {} : { location: location ?? undefined }),
        ...(powerHours === undefined ? {} : { powerHours: powerHours ?? undefined }),
      };
      if (screen.location === undefined || screen.location === '') delete screen.location;
      if (screen.powerHours === undefined) delete screen.powerHours;
      await transaction.put('screens', { ...record, screen: Screen.parse(screen) });
    }
    return { changed: screens.length };
  });
  if ('refused' in outcome) throw new Error('a look-up of screens was taken');
  return outcome;
}

type Told = HealthSpan & { cause?: HealthAnswer['spans'][number]['cause'] };

function asWire({ health, sinceMs, untilMs, cause }: Told): HealthAnswer['spans'][number] {
  return {
    health,
    since: isoOf(sinceMs),
    ...(untilMs === undefined ? {} : { until: isoOf(untilMs) }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Seven days each, counted back from the end. */
function weeksOf(spans: readonly HealthSpan[], fromMs: number, toMs: number): HealthAnswer['weeks'] {
  const weeks: HealthAnswer['weeks'] = [];
  for (let endMs = toMs; endMs > fromMs; endMs -= WEEK_MS) {
    const startMs = Math.max(fromMs, endMs - WEEK_MS);
    weeks.unshift({ from: isoOf(startMs), ...uptimeOf(spans, startMs, endMs) });
  }
  return weeks;
}
