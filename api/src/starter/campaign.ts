/** The shape of a ready campaign: a playlist whose entries may name a survey or a document that is made with it. */
import type { Localized } from '@palier/playlists/in-language';
import type { Entry } from '@palier/playlists/playlist';
import type { SurveyContent } from '@palier/playlists/survey';
import type { z } from 'zod';
import type { DemoDocument } from '../demo/demo-document.ts';
import type { CampaignId } from '../wire/starter.ts';

/** The ids of what was made, or of what the house had already. */
export type Made = { survey: string; document: string };
export type Campaign = {
  id: CampaignId;
  name: Required<Localized>;
  /** What it is for, and when. */
  about: Required<Localized>;
  /** Names the playlist and its file. */
  playlistId: string;
  entries: (made: Made) => z.input<typeof Entry>[];
  survey?: SurveyContent;
  /** Made unless the house has a document of its kind. */
  document?: DemoDocument;
};

export const say = (fr: string, en: string) => ({ fr, en });

/** An entry that stays so many seconds. */
export function entry(id: string, seconds: number, item: z.input<typeof Entry>['item']): z.input<typeof Entry> {
  return { id, durationMs: seconds * 1000, item };
}
