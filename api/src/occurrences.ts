/**
 * What a calendar draws and what a change would change, both answered by the engine. A group is asked as a screen that
 * is in this group alone; screens for which the same schedules count in the same zone are worked out once.
 */
import { dayClock } from '@palier/playlists/day-clock';
import { ScreenId, type GroupName } from '@palier/playlists/ids';
import { occurrencesIn, type Hider, type Occurrence } from '@palier/playlists/occurrences';
import type { ProgramInput } from '@palier/playlists/program';
import { addDays } from '@palier/playlists/rule-edit';
import type { Schedule } from '@palier/playlists/schedule';
import { targets, type Screen } from '@palier/playlists/screen';
import { timelineChanges } from '@palier/playlists/timeline-changes';
import type { z } from 'zod';
import { isoOf } from './clock.ts';
import type { Content, ContentReader } from './content.ts';
import {
  MAX_PREVIEW_CHANGES,
  type PreviewRequest,
  type HiderView,
  type OccurrencesAnswer,
  type OccurrenceView,
  type PreviewAnswer,
} from './wire/occurrences.ts';

type Preview = z.output<typeof PreviewRequest>;

/** Different combinations of zone and schedules that one preview works out; beyond it says that it is not complete. */
const MAX_CLASSES = 60;

/** Stands for any screen of a group that has nothing of its own. */
export const ANY_SCREEN = ScreenId.parse('any-screen-of-the-group-and-no-other');

type Deps = {
  content: ContentReader;
  /** The schedules that are being changed. */
  drafted: () => Promise<readonly Schedule[]>;
};

export function createOccurrences({ content, drafted }: Deps) {
  /** What is published, or with every draft in the place of what it was made from. */
  async function heldNow(withDrafts: boolean): Promise<Content> {
    const held = await content.current();
    if (!withDrafts) return held;
    const drafts = new Map((await drafted()).map((schedule) => [schedule.id, schedule]));
    return { ...held, schedules: held.schedules.map((schedule) => drafts.get(schedule.id) ?? schedule) };
  }

  return {
    async ofScreen(id: string, from: string, days: number, withDrafts = false): Promise<OccurrencesAnswer | undefined> {
      const held = await heldNow(withDrafts);
      const screen = held.screens.find((record) => record.id === id)?.screen;
      return screen === undefined ? undefined : { ...answer(inputFor(held, screen), from, days), screens: [] };
    },
    /** In `zone`, or in the zone of most of its screens; absent: no screen is in the group. */
    async ofGroup(
      group: GroupName,
      zone: string | undefined,
      from: string,
      days: number,
      withDrafts = false,
    ): Promise<OccurrencesAnswer | undefined> {
      const held = await heldNow(withDrafts);
      const members = held.screens.map(({ screen }) => screen).filter((screen) => screen.groups.includes(group));
      const common = zone ?? mostCommonZone(members);
      if (common === undefined) return undefined;
      const alone = { id: ANY_SCREEN, groups: [group], zone: common };
      const counts = (schedule: Schedule) => targets(schedule.target, alone);
      const screens = members.map((screen) => ({
        id: screen.id,
        name: screen.name,
        zone: screen.zone,
        ownRules: held.schedules.some((schedule) => !counts(schedule) && targets(schedule.target, screen)),
      }));
      return { ...answer(inputFor(held, alone), from, days), screens };
    },
    async preview(request: Preview): Promise<PreviewAnswer> {
      return previewOf(await content.current(), request);
    },
  };
}
export type OccurrencesPart = ReturnType<typeof createOccurrences>;

function answer(input: ProgramInput, from: string, days: number): Omit<OccurrencesAnswer, 'screens'> {
  const { zone } = input.screen;
  const { occurrences, takeovers, complete } = occurrencesIn(input, from, days);
  return {
    zone,
    days: Array.from({ length: days }, (_, index) => dayView(addDays(from, index), zone)),
    occurrences: occurrences.map(occurrenceView),
    takeovers: takeovers.map(({ takeoverId, startMs, endMs }) => ({
      takeoverId,
      from: isoOf(startMs),
      to: isoOf(endMs),
    })),
    complete,
  };
}

function dayView(date: string, zone: string): OccurrencesAnswer['days'][number] {
  const { startMs, lengthMs, change } = dayClock(date, zone);
  const view = { date, startsAt: isoOf(startMs), hours: lengthMs / 3_600_000 };
  if (change === undefined) return view;
  const { kind, atMs, from, to } = change;
  return { ...view, change: { kind, at: isoOf(atMs), from, to } };
}

function occurrenceView({ startMs, endMs, pieces, ...rest }: Occurrence): OccurrenceView {
  return {
    ...rest,
    from: isoOf(startMs),
    to: isoOf(endMs),
    pieces: pieces.map((piece) => ({
      from: isoOf(piece.startMs),
      to: isoOf(piece.endMs),
      ...(piece.hiddenBy === undefined ? {} : { hiddenBy: piece.hiddenBy }),
    })),
  };
}

function previewOf(held: Content, request: Preview): PreviewAnswer {
  const replaced = new Map(request.schedules.map((schedule) => [schedule.id, schedule]));
  const gone = new Set<string>([...request.removed, ...replaced.keys()]);
  const after = [...held.schedules.filter((schedule) => !gone.has(schedule.id)), ...replaced.values()];
  const touched = [...held.schedules.filter((schedule) => gone.has(schedule.id)), ...replaced.values()];
  const concerned = held.screens
    .map(({ screen }) => screen)
    .filter((screen) => touched.some((schedule) => targets(schedule.target, screen)));
  const classes = classesOf(concerned, [...held.schedules, ...after]);
  const found: PreviewAnswer = { affected: 0, looked: concerned.length, changes: [], hidden: [], complete: true };
  for (const [index, screens] of classes.entries()) {
    const [screen] = screens;
    if (screen === undefined) continue;
    if (index >= MAX_CLASSES) found.complete = false;
    else
      compare(
        found,
        { screens, screen, before: inputFor(held, screen), after: inputFor({ ...held, schedules: after }, screen) },
        request,
      );
  }
  return found;
}

function compare(
  found: PreviewAnswer,
  one: { screens: Screen[]; screen: Screen; before: ProgramInput; after: ProgramInput },
  { about, from, days }: Preview,
): void {
  const where = { screens: one.screens.map((screen) => screen.name), zone: one.screen.zone };
  const at = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime(one.screen.zone).toInstant();
  const changes = timelineChanges(one.before, one.after, at(from), at(addDays(from, days)));
  if (changes.length > 0) found.affected += one.screens.length;
  for (const { startMs, endMs, before, after } of changes) {
    const told = { ...where, from: isoOf(startMs), to: isoOf(endMs) };
    found.changes.push({
      ...told,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
  if (about.length > 0)
    found.hidden.push(...hiddenOf(one.after, about, from, days).map((each) => ({ ...where, ...each })));
  const tooMany = found.changes.length > MAX_PREVIEW_CHANGES || found.hidden.length > MAX_PREVIEW_CHANGES;
  if (!tooMany) return;
  found.complete = false;
  found.changes.length = Math.min(found.changes.length, MAX_PREVIEW_CHANGES);
  found.hidden.length = Math.min(found.hidden.length, MAX_PREVIEW_CHANGES);
}

function hiddenOf(input: ProgramInput, about: Preview['about'], from: string, days: number) {
  const priorityOf = (by: Hider) =>
    by.kind === 'takeover'
      ? {}
      : {
          priority:
            input.schedules.find((each) => each.id === by.scheduleId)?.rules.find((rule) => rule.id === by.ruleId)
              ?.priority ?? 0,
        };
  return occurrencesIn(input, from, days)
    .occurrences.filter((one) => about.some((each) => each.scheduleId === one.scheduleId && each.ruleId === one.ruleId))
    .flatMap((one) =>
      one.pieces.flatMap(({ hiddenBy, startMs, endMs }) => {
        if (hiddenBy === undefined) return [];
        const by: HiderView = hiddenBy;
        return { ruleId: one.ruleId, from: isoOf(startMs), to: isoOf(endMs), by, ...priorityOf(hiddenBy) };
      }),
    );
}

/** Screens that any answer treats alike: the same zone, and meant by the same schedules. */
function classesOf(screens: readonly Screen[], schedules: readonly Schedule[]): Screen[][] {
  const classes = new Map<string, Screen[]>();
  for (const screen of screens) {
    const key = `${screen.zone} ${schedules.map((schedule) => (targets(schedule.target, screen) ? '1' : '0')).join('')}`;
    classes.set(key, [...(classes.get(key) ?? []), screen]);
  }
  return [...classes.values()];
}

function inputFor(held: Pick<Content, 'schedules' | 'takeovers'>, screen: ProgramInput['screen']): ProgramInput {
  return { screen, schedules: held.schedules, takeovers: held.takeovers.map(({ takeover }) => takeover) };
}

/** The zone of most of these screens; the first by name among equals. */
export function mostCommonZone(screens: readonly Pick<Screen, 'zone'>[]): string | undefined {
  const count = (zone: string) => screens.filter((each) => each.zone === zone).length;
  const zones = [...new Set(screens.map((screen) => screen.zone))];
  return zones.toSorted((one, other) => count(other) - count(one) || (one < other ? -1 : 1))[0];
}
