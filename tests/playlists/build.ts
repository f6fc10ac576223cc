/** Small builders for schedules, takeovers and manifests: parsed by the schemas, so that a test writes only what it is about. */
import { Manifest } from '@palier/playlists/manifest';
import { programAt, type Program, type ProgramInput } from '@palier/playlists/program';
import { Schedule } from '@palier/playlists/schedule';
import { Screen } from '@palier/playlists/screen';
import { Takeover } from '@palier/playlists/takeover';

export type RuleDraft = { id: string; playlistId?: string; [member: string]: unknown };
export type ScheduleDraft = { id?: string; target?: unknown; rules: RuleDraft[] };
export type TakeoverDraft = { id: string; startsAt: string; endsAt: string; [member: string]: unknown };

export const PARIS = 'Europe/Paris';

/** Rules, a zone, and what is on at wall-clock times in it. */
export type Row = [rules: RuleDraft[], zone: string, rows: [local: string, expected: string][]];

export const NOTICE = { kind: 'notice', title: { en: 'Hello' } };

/** An instant, e.g. `at('2026-05-07T10:00Z')`, or wall-clock time in a zone: `at('2026-05-07T12:00', 'Europe/Paris')`. */
export function at(text: string, zone?: string): Temporal.Instant {
  if (zone === undefined) return Temporal.Instant.from(text);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: 'reject' }).toInstant();
}

export function screen(zone: string, groups: string[] = []): Screen {
  return Screen.parse({ id: 'here', name: 'Here', zone, language: 'en', groups });
}

/** A rule of every day with a daypart. */
export function daily(id: string, from: string, until: string, more: object = {}): RuleDraft {
  return { id, daypart: { from, until }, ...more };
}

export function weekly(...weekdays: number[]): { kind: 'weekly'; weekdays: number[] } {
  return { kind: 'weekly', weekdays };
}

/** One schedule for all screens, named `s`. Rules play a playlist of their own name unless they say otherwise. */
export function schedule({ id = 's', target = { all: true }, rules }: ScheduleDraft): Schedule {
  return Schedule.parse({
    id,
    name: { en: id },
    target,
    rules: rules.map((rule) => ({ playlistId: rule.id, ...rule })),
  });
}

export function takeover(draft: TakeoverDraft): Takeover {
  return Takeover.parse({
    target: { all: true },
    content: { kind: 'item', item: NOTICE },
    startedBy: 'test',
    ...draft,
  });
}

export function input(zone: string, rules: RuleDraft[], takeovers: TakeoverDraft[] = []): ProgramInput {
  return { screen: screen(zone), schedules: [schedule({ rules })], takeovers: takeovers.map(takeover) };
}

export function manifest(draft: {
  zone?: string;
  rules?: RuleDraft[];
  takeovers?: TakeoverDraft[];
  playlists?: unknown[];
  media?: unknown[];
}): Manifest {
  return Manifest.parse({
    format: 1,
    revision: 7,
    publicUrl: 'http://192.168.1.20:8080',
    screen: screen(draft.zone ?? 'Europe/Paris'),
    schedules: [schedule({ rules: draft.rules ?? [] })],
    takeovers: (draft.takeovers ?? []).map(takeover),
    playlists: draft.playlists ?? [],
    media: draft.media ?? [],
  });
}

/** A manifest's medium with a content address made of one repeated digit. */
export function medium(id: string, digit = 'a'): unknown {
  return { id, sha256: digit.repeat(64), sizeBytes: 10, type: 'image/jpeg', widthPx: 4, heightPx: 3 };
}

/** `rows` with what is really on: the rows themselves when all is as expected. Wall-clock times in `zone`. */
export function onAt(rules: RuleDraft[], zone: string, rows: [local: string, expected: string][]): [string, string][] {
  const asked = input(zone, rules);
  return rows.map(([local]) => [local, nameOf(programAt(asked, at(local, zone)))]);
}

/** What is on, in one word: the rule's id, the takeover's id, or `-`. */
export function nameOf(program: Program): string {
  if (program.kind === 'empty') return '-';
  return program.kind === 'takeover' ? program.takeoverId : program.ruleId;
}
