/** What the stage can show: an item of the program, or one of the player's own cards. Identity is by `id`: the same id, the same pixels. */
import type { PlayerState } from '@palier/playlists/heartbeat';
import type { ItemOf } from '@palier/playlists/item';
import type { Now, NowEntry } from '@palier/playlists/now';

export type Program = NonNullable<Now['program']>;
type PlayedStory = NonNullable<ItemOf<'story'>['shown']>;
type PlaylistIdOf = Program['playlistId'];
type TakeoverIdOf = Program['takeoverId'];

export type ItemContent = {
  kind: 'item';
  id: string;
  /** Which takeover or playlist it comes from: keys are unique only within one. */
  programId: string;
  playlistId: PlaylistIdOf;
  takeoverId: TakeoverIdOf;
  entry: NowEntry;
  mediaUrl: (name: string) => string | undefined;
};

export type PairingContent = { kind: 'pairing'; id: string; code: string; url: string; publicUrl: string };

export type BrandContent = {
  kind: 'brand';
  id: string;
  state: Exclude<PlayerState, 'pairing' | 'playing'>;
  organisation: string;
  detail: string;
};

export type Content = ItemContent | PairingContent | BrandContent;

/** What is shown of a story, whether of a feed or by itself. */
export function storyOf({ entry }: ItemContent): { story?: PlayedStory['id']; voice?: PlayedStory['voice'] } {
  const shown = entry.item.kind === 'story' ? entry.item.shown : undefined;
  return shown === undefined ? {} : { story: shown.id, voice: shown.voice };
}

/** The same place of the same program, and of a place with turns the same story: whatever else changed is an edit. */
export function isSameTurn(a: Content, b: Content): boolean {
  if (a.kind !== 'item' || b.kind !== 'item') return false;
  return a.programId === b.programId && a.entry.key === b.entry.key && storyOf(a).story === storyOf(b).story;
}

export function programIdOf(program: Program): string {
  return program.takeoverId === undefined ? `playlist:${program.playlistId ?? ''}` : `takeover:${program.takeoverId}`;
}

export function itemContent(program: Program, entry: NowEntry, mediaUrl: ItemContent['mediaUrl']): ItemContent {
  const programId = programIdOf(program);
  const { playlistId, takeoverId } = program;
  return { kind: 'item', id: contentId(programId, entry), programId, playlistId, takeoverId, entry, mediaUrl };
}

export function contentId(programId: string, entry: Pick<NowEntry, 'key' | 'version'>): string {
  return `${programId}/${entry.key}@${entry.version}`;
}

export function brandContent(state: BrandContent['state'], now: Now | undefined, detail: string): BrandContent {
  const organisation = now?.organisation ?? '';
  return { kind: 'brand', id: `brand:${state}:${organisation}:${detail}`, state, organisation, detail };
}

export function pairingContent(pairing: NonNullable<Now['pairing']>, publicUrl: string): PairingContent {
  const { code, url } = pairing;
  return { kind: 'pairing', id: `pairing:${code}:${url}`, code, url, publicUrl };
}

/** The media of one answer of the core, by name. Relative, so that the page works wherever it is mounted. */
export function mediaUrls(media: Now['media']): ItemContent['mediaUrl'] {
  const byName = new Map<string, string>(media.map((file) => [file.id, `media/${file.sha256}`]));
  return (name) => byName.get(name);
}
