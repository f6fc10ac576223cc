/**
 * What an item shows of the noun it refers to. A manifest carries items filled, so that a kiosk needs nobody; the store
 * and the files carry them bare. Fillers are pure: they look only at the content and at the screen it is for.
 */
import type { Item, ItemKind, ItemOf } from '@palier/playlists/item';
import { fillDocument } from './documents.ts';
import type { FillContext } from './fill-context.ts';
import { fillResults } from './fill-results.ts';
import { fillPropose } from './propose.ts';
import { audienceIdOf, fillFeed, fillStory } from './stories.ts';
import { fillDecision, fillSurvey, fillSurveyResults } from './surveys.ts';
import { fillWifi, networksFor } from './fill-wifi.ts';
import { fillThreadCall } from './thread-call.ts';

export type { FillContext };

type Fillers = { readonly [K in ItemKind]?: (item: ItemOf<K>, context: FillContext) => ItemOf<K> };

/** One line a kind that refers to a noun. */
const FILLERS: Fillers = {
  results: fillResults,
  wifi: fillWifi,
  'thread-call': fillThreadCall,
  propose: fillPropose,
  survey: fillSurvey,
  'survey-results': fillSurveyResults,
  decision: fillDecision,
  document: fillDocument,
  feed: fillFeed,
  story: fillStory,
};

/** The item with what it shows; the same item when its kind refers to nothing. */
export function fillItem(item: Item, context: FillContext): Item {
  const filler: ((item: never, context: FillContext) => Item) | undefined = FILLERS[item.kind];
  return filler === undefined ? item : filler(item as never, context);
}

/**
 * What tells this screen's filled items from those of another with the same schedules: the networks it may show, the
 * audience it belongs to, and the zone in which the last day of a picture ends. Screens that answer the same share one serialised part.
 */
export function variantOf(context: FillContext): string {
  return `${networksFor(context)}/${audienceIdOf(context)}/${context.screen?.zone ?? ''}`;
}
