/** The takeovers that are ready to start: a text in both languages, to be changed or sent as it is. */
import type { Localized } from '@palier/playlists/in-language';
import { m } from '../paraglide/messages.js';
import { locales } from '../paraglide/runtime.js';

export type Ready = { id: string; label: string; title: Localized; body: Localized; alarm: boolean };

type Message = (inputs?: Record<string, never>, options?: { locale?: 'fr' | 'en' }) => string;

const both = (message: Message): Localized =>
  Object.fromEntries(locales.map((locale) => [locale, message({}, { locale })]));

/** The first is what two clicks start: harmless if started by mistake. */
export function readyTakeovers(): Ready[] {
  return [
    {
      id: 'attention',
      label: m.takeover_ready_attention(),
      title: both(m.takeover_ready_attention_title),
      body: both(m.takeover_ready_attention_body),
      alarm: false,
    },
    {
      id: 'evacuate',
      label: m.takeover_ready_evacuate(),
      title: both(m.takeover_ready_evacuate_title),
      body: both(m.takeover_ready_evacuate_body),
      alarm: true,
    },
    {
      id: 'outage',
      label: m.takeover_ready_outage(),
      title: both(m.takeover_ready_outage_title),
      body: both(m.takeover_ready_outage_body),
      alarm: false,
    },
  ];
}

export const DURATIONS_MIN = [5, 15, 30, 60, 120, 480, 1440] as const;
export const DEFAULT_DURATION_MIN = 15;

export type Draft = { title: Localized; body: Localized; alarm: boolean };

/** The item a draft makes; texts left empty are left out. */
export function noticeOf(draft: Draft): {
  kind: 'notice';
  title: Localized;
  body?: Localized;
  tone: 'plain' | 'alarm';
} {
  const body = written(draft.body);
  return {
    kind: 'notice',
    title: written(draft.title) ?? {},
    ...(body === undefined ? {} : { body }),
    tone: draft.alarm ? 'alarm' : 'plain',
  };
}

function written(text: Localized): Localized | undefined {
  const kept = Object.entries(text).flatMap(([language, words]) => (words?.trim() ? [[language, words.trim()]] : []));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
