/** What the frame hands to the component of each kind, and the few rules of composition that the frame and kinds share. */
import type { Item, ItemKind, ItemOf } from '@palier/playlists/item';
import type { Screen } from '@palier/playlists/screen';
import type { StoryShown } from '@palier/playlists/story';

export type ItemScreen = Pick<Screen, 'name' | 'place' | 'zone' | 'language' | 'orientation'> &
  /** Where a screen is not measured, the usual size and distance stand in. */
  Partial<Pick<Screen, 'diagonalInches' | 'distanceM'>>;

/** Where the item stands in its loop; `fraction` of its turn that has gone by, 0 to 1. */
export type Progress = { index: number; count: number; fraction: number };

export type ItemProps<K extends ItemKind> = {
  item: ItemOf<K>;
  screen: ItemScreen;
  mediaUrl: (name: string) => string | undefined;
  /** The core's clock. Absent on the server, where no time is shown. */
  atMs: number | undefined;
  /** A miniature: nothing moves, nothing is fetched but pictures. */
  still: boolean;
  /** It is this item's turn: videos run. */
  active: boolean;
  onready: () => void;
  onfault: (reason: string) => void;
};

/** `field`: the loop's colour fills the screen. `bleed`: media do, and the strips stand on paper tabs. */
export type Ground = 'paper' | 'field' | 'bleed';

export function groundOf(item: Item): Ground {
  if (item.kind === 'qr' || item.kind === 'cover' || item.kind === 'thread-call' || item.kind === 'propose')
    return 'field';
  if (item.kind === 'survey') return item.shown === undefined ? 'paper' : 'field';
  if (item.kind === 'notice' && item.tone === 'alarm') return 'field';
  if (item.kind === 'video') return item.fit === 'cover' ? 'bleed' : 'paper';
  if (item.kind === 'picture') return item.fit === 'cover' && item.title === undefined ? 'bleed' : 'paper';
  return 'paper';
}

/** The colour token of an item: its loop's, or the alarm's. */
export function colourOf(item: Item): string {
  if (item.kind === 'notice' && item.tone === 'alarm') return 'var(--alarm)';
  const story = storyIn(item);
  if (story !== undefined && item.loop === 'watch') return `var(--${VOICE_COLOURS[story.voice]})`;
  return `var(--${item.loop})`;
}

/** A colleague's post and news of the house are told from trade news by their colour. */
const VOICE_COLOURS = { trade: 'watch', corporate: 'inform', colleagues: 'propose' } as const;

/** The story that an item shows; of a feed the first. */
export function storyIn(item: Item): StoryShown | undefined {
  if (item.kind === 'story') return item.shown;
  if (item.kind !== 'feed') return undefined;
  return item.shown?.stories.find(({ id }) => id === item.shown?.order[0]);
}
