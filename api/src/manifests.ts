/**
 * The manifest of each screen, ready as bytes. What screens have in common (schedules, takeovers, playlists, media) is
 * serialised once for all that share it; the ETag comes from the content and never from the revision, so a change that
 * does not touch a screen costs it nothing. Told of every change, it says which screens got another manifest.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { mediaOf, type Item } from '@palier/playlists/item';
import type { Manifest, ManifestMedia } from '@palier/playlists/manifest';
import { maskedManifest } from '@palier/playlists/network';
import type { Schedule } from '@palier/playlists/schedule';
import type { Target } from '@palier/playlists/screen';
import type { Takeover } from '@palier/playlists/takeover';
import type { Clock } from './clock.ts';
import type { Content, ContentReader } from './content.ts';
import { fillItem, variantOf, type FillContext } from './items/fill.ts';
import { fitOf, fittingMedia, withinExpiry, type Fit } from './media/fit.ts';
import type { DocumentOf } from './storage/collections.ts';

export type ReadyManifest = {
  etag: string;
  /** The content revision at which this screen's manifest last changed; 0: not since the server started. */
  changedAt: number;
  value: Manifest;
  /** The same with dots for secrets: for views and previews, which are for people. */
  masked(): Manifest;
  body(): Buffer;
  gzipped(): Buffer;
};

type SharedPart = Pick<Manifest, 'schedules' | 'takeovers' | 'playlists' | 'media'>;
type Built = { content: Content; manifests: Map<string, ReadyManifest> };
type Shared = { part: SharedPart; text: string; digest: string; rotates: boolean };
type Wanted = { schedules: Schedule[]; takeovers: DocumentOf<'takeovers'>[]; key: string };

const EVERYWHERE: Target = { all: true, screens: [], groups: [] };

export function createManifests(deps: {
  content: ContentReader;
  clock: Clock;
  publicUrl: () => string;
  organisation: string;
  /** What a screen makes the rotating part of on-site QRs from: only in the manifests of screens that show one. */
  presenceOf: (screenId: string) => string;
}) {
  const { content, clock, organisation } = deps;
  let built: Built | undefined;
  let told = new Map<string, string>();
  const screenTexts = new WeakMap<object, string>();

  function build(current: Content): Map<string, ReadyManifest> {
    const shared = new Map<string, Shared>();
    const pick = pickerFor(current, clock.now());
    const manifests = new Map<string, ReadyManifest>();
    const head = `{"format":1,"organisation":${JSON.stringify(organisation)},"publicUrl":${JSON.stringify(deps.publicUrl())},`;
    for (const record of current.screens) {
      const wanted = pick(record);
      const own = screenTexts.get(record.screen) ?? JSON.stringify(record.screen);
      screenTexts.set(record.screen, own);
      const context = { content: current, screen: record.screen, masked: false, publicUrl: deps.publicUrl() };
      const fit = fitOf(record);
      const key = `${wanted.key}/${variantOf(context)}/${fit}`;
      const common = shared.get(key) ?? serialise(context, wanted, fit);
      shared.set(key, common);
      const presence = common.rotates ? deps.presenceOf(record.id) : undefined;
      const proof = presence === undefined ? '' : `"presence":"${presence}",`;
      const etag = `"${digest(`${head}${own}${proof}${common.digest}`)}"`;
      const before = built?.manifests.get(record.id);
      const changedAt = built === undefined ? 0 : before?.etag === etag ? before.changedAt : current.revision;
      const publicUrl = deps.publicUrl();
      const value: Manifest = {
        format: 1,
        revision: current.revision,
        organisation,
        publicUrl,
        screen: record.screen,
        ...(presence === undefined ? {} : { presence }),
        ...common.part,
      };
      const text = () => `${head}"revision":${current.revision},"screen":${own},${proof}${common.text}}`;
      manifests.set(record.id, ready({ etag, changedAt, value, text }));
    }
    return manifests;
  }

  /** Of the content as of now. A slower reader's older content never takes the place of newer. */
  async function upToDate(): Promise<Built> {
    const current = await content.current();
    const isNewest = built !== undefined && (built.content === current || built.content.revision > current.revision);
    if (built === undefined || !isNewest) built = { content: current, manifests: build(current) };
    return built;
  }

  return {
    async of(screenId: string): Promise<ReadyManifest | undefined> {
      return (await upToDate()).manifests.get(screenId);
    },
    /** Brings all up to date; answers the screens whose manifest is another than when this was last asked. */
    async changed(): Promise<{ revision: number; screenIds: string[] }> {
      const now = await upToDate();
      const before = told;
      told = new Map([...now.manifests].map(([id, manifest]) => [id, manifest.etag]));
      const screenIds = [...told].flatMap(([id, etag]) => (before.get(id) === etag ? [] : [id]));
      return { revision: now.content.revision, screenIds };
    },
  };
}
export type Manifests = ReturnType<typeof createManifests>;

function ready(parts: Pick<ReadyManifest, 'etag' | 'changedAt' | 'value'> & { text: () => string }): ReadyManifest {
  let plain: Buffer | undefined;
  let zipped: Buffer | undefined;
  let masked: Manifest | undefined;
  const body = () => (plain ??= Buffer.from(parts.text()));
  return {
    etag: parts.etag,
    changedAt: parts.changedAt,
    value: parts.value,
    masked: () => (masked ??= { ...maskedManifest(parts.value), presence: undefined }),
    body,
    gzipped: () => (zipped ??= gzipSync(body(), { level: 4 })),
  };
}

/** Which schedules and takeovers are meant for a screen, by look-up instead of by search. */
function pickerFor(content: Content, atMs: number): (record: DocumentOf<'screens'>) => Wanted {
  const live = content.takeovers.filter(
    ({ takeover }) => takeover.endedAt === undefined && Date.parse(takeover.endsAt) > atMs,
  );
  const meant = (target: Target) => {
    const [screens, groups] = [new Set<string>(target.screens), new Set<string>(target.groups)];
    return (record: DocumentOf<'screens'>) =>
      target.all || screens.has(record.id) || record.screen.groups.some((group) => groups.has(group));
  };
  const schedules = content.schedules.map((schedule) => ({ schedule, isFor: meant(schedule.target) }));
  const takeovers = live.map((record) => ({ record, isFor: meant(record.takeover.target) }));
  return (screen) => {
    const own = schedules.filter(({ isFor }) => isFor(screen)).map(({ schedule }) => schedule);
    const over = takeovers.filter(({ isFor }) => isFor(screen)).map(({ record }) => record);
    return { schedules: own, takeovers: over, key: `${idsOf(own)}/${idsOf(over)}` };
  };
}

function idsOf(all: readonly { id: string }[]): string {
  return all.map((one) => one.id).join(' ');
}

/** The part that screens share. Targets read "everywhere": what is in a manifest is meant for its screen. */
function serialise(context: FillContext, wanted: Wanted, fit: Fit): Shared {
  const { content } = context;
  const schedules = wanted.schedules.map((schedule) => ({ ...schedule, target: EVERYWHERE }));
  const takeovers = wanted.takeovers.map(({ takeover }) => ({
    ...takeover,
    target: EVERYWHERE,
    content: filledContent(takeover.content, context),
  }));
  const ids = new Set<string>([
    ...schedules.flatMap((schedule) => schedule.rules.map((rule) => rule.playlistId)),
    ...takeovers.flatMap(({ content: shown }) => (shown.kind === 'playlist' ? [shown.playlistId] : [])),
  ]);
  const playlists = [...ids].toSorted().flatMap((id) => {
    const playlist = content.playlists.get(id)?.playlist;
    if (playlist === undefined) return [];
    const enabled = playlist.entries.filter((entry) => entry.enabled);
    const entries = enabled.flatMap((entry) => {
      const filled = { ...entry, item: fillItem(entry.item, context) };
      return withinExpiry(filled, content.media) ?? [];
    });
    return [{ id: playlist.id, name: playlist.name, entries }];
  });
  const items: Item[] = [
    ...playlists.flatMap((playlist) => playlist.entries.map((entry) => entry.item)),
    ...takeovers.flatMap(({ content: shown }) => (shown.kind === 'item' ? [shown.item] : [])),
  ];
  const part = { schedules, takeovers, playlists, media: mediaFor(content, items, fit) };
  const text = JSON.stringify(part).slice(1, -1);
  const rotates = items.some((item) => item.kind === 'survey' && item.shown?.rotates === true);
  return { part, text, digest: digest(text), rotates };
}

function filledContent(content: Takeover['content'], context: FillContext): Takeover['content'] {
  return content.kind === 'item' ? { ...content, item: fillItem(content.item, context) } : content;
}

/** The files that items name, each once and by name; a name without a file is left out, and its item is skipped. */
export function mediaFor(content: Content, items: readonly Item[], fit: Fit): ManifestMedia[] {
  const names = new Set(items.flatMap((item) => mediaOf(item)));
  return [...names].toSorted().flatMap((name) => {
    const media = content.media.get(name);
    return media === undefined ? [] : [fittingMedia(media, fit)];
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}
