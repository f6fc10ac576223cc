/**
 * Ready campaigns: each makes a playlist, and a survey and a document as drafts, in both languages. Nothing goes to a
 * screen by itself: people read it through, publish and schedule. Asked twice it makes nothing twice; taken back, it
 * leaves what somebody has changed, published or scheduled since.
 */
import { DocumentContent } from '@palier/playlists/document';
import { PlaylistId, type DocumentId, type UserId } from '@palier/playlists/ids';
import { Playlist, withoutShownItems, type Entry } from '@palier/playlists/playlist';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import type { SurveyContent } from '@palier/playlists/survey';
import { isoOf, type Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import { editable, type Documents } from '../documents/documents.ts';
import { keyOf, type History } from '../history.ts';
import { shownOf } from '../items/documents.ts';
import { fillItem } from '../items/fill.ts';
import { usersOf, type Library } from '../library/library.ts';
import { idFrom, type Random } from '../secrets.ts';
import type { StarterRecord } from '../storage/records/starter.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { Surveys } from '../surveys/surveys.ts';
import { etagOf } from '../versions.ts';
import type { CampaignView, StarterUndone } from '../wire/starter.ts';
import { CAMPAIGNS } from './campaigns.ts';
import type { Campaign, Made } from './campaign.ts';

/** Making one takes a moment; who died over it gives way after this. */
const BUSY_MS = 30_000;
/** Stands in a preview for what is not made yet. */
const UNMADE = 'a-venir';

type Author = { id: UserId; name: string };
export type StarterRefused = 'absent' | 'busy' | 'full';
export type Starter = ReturnType<typeof createStarter>;
export type StarterDeps = {
  storage: Storage;
  clock: Clock;
  random: Random;
  content: ContentReader;
  surveys: Pick<Surveys, 'add' | 'remove'>;
  documents: Pick<Documents, 'create' | 'remove'>;
  library: Pick<Library, 'refresh' | 'write'>;
  history: Pick<History, 'note'>;
  publicUrl: () => string;
};

export function createStarter(deps: StarterDeps) {
  const { storage, clock, random, content, surveys, documents, library, history, publicUrl } = deps;

  const put = (record: StarterRecord) => storage.transact((transaction) => transaction.put('starters', record));

  /** The document of the campaign's kind that the house has already; published ones first. */
  async function ownDocument({ document }: Campaign): Promise<DocumentId | undefined> {
    if (document === undefined) return undefined;
    const same = (await storage.all('documents')).filter(({ draft }) => draft.kind === document.kind);
    return (same.find(({ published }) => published !== undefined) ?? same[0])?.id;
  }

  /** Claims it, so that two who ask at once make one. */
  async function claim(campaign: Campaign, author: Author): Promise<StarterRecord | 'busy'> {
    const outcome = await storage.transact(async (transaction) => {
      const present = await transaction.get('starters', campaign.id);
      if (present?.busyUntil !== undefined && Date.parse(present.busyUntil) > clock.now()) return 'busy' as const;
      const record: StarterRecord = {
        ...(present ?? { id: campaign.id, at: isoOf(clock.now()), by: author.name }),
        busyUntil: isoOf(clock.now() + BUSY_MS),
      };
      await transaction.put('starters', record);
      return record;
    });
    if (isRefused(outcome)) throw new Error('a campaign has no unique look-up');
    return outcome;
  }

  async function makeSurvey(asked: SurveyContent, author: Author): Promise<StarterRecord['survey'] | 'full'> {
    const made = await surveys.add(asked, author.id);
    return made === 'full' ? made : { id: made.id, revision: made.revision };
  }

  async function makeDocument(campaign: Campaign, author: Author): Promise<StarterRecord['document'] | 'full'> {
    const { id: _, ...text } = campaign.document ?? { id: '', kind: 'notice' as const };
    const made = await documents.create({ content: DocumentContent.parse(text) }, author);
    return made === undefined ? 'full' : { id: made.id, etag: etagOf(editable(made)) };
  }

  async function makePlaylist(
    campaign: Campaign,
    entries: Entry[],
    author: Author,
  ): Promise<StarterRecord['playlist']> {
    const wanted = PlaylistId.parse(campaign.playlistId);
    await library.refresh(wanted);
    const isTaken = (await storage.get('playlists', wanted)) !== undefined;
    const id = isTaken ? PlaylistId.parse(idFrom(campaign.name.fr, random)) : wanted;
    const playlist = withoutShownItems(Playlist.parse({ id, name: campaign.name, entries }));
    const record = { id, playlist, revision: 1, updatedAt: isoOf(clock.now()), updatedBy: author.name };
    await storage.transact(async (transaction) => {
      await transaction.put('playlists', record);
      const after = { noun: 'playlist' as const, playlist };
      await history.note(
        transaction,
        { noun: 'playlist', id, before: undefined, after },
        { by: author.name, how: 'saved' },
      );
    });
    await library.write(id);
    return { id, etag: etagOf(playlist) };
  }

  async function make(campaign: Campaign, author: Author): Promise<StarterRefused | undefined> {
    const claimed = await claim(campaign, author);
    if (claimed === 'busy') return 'busy';
    let record = claimed;
    try {
      const isThere = await present(record);
      if (campaign.survey !== undefined && isThere.survey === undefined) {
        const survey = await makeSurvey(campaign.survey, author);
        if (survey === 'full') return 'full';
        await put((record = { ...record, survey }));
      }
      const own = await ownDocument(campaign);
      if (campaign.document !== undefined && own === undefined) {
        const document = await makeDocument(campaign, author);
        if (document === 'full') return 'full';
        await put((record = { ...record, document }));
      }
      if (isThere.playlist === undefined) {
        const made = { survey: record.survey?.id ?? UNMADE, document: own ?? record.document?.id ?? UNMADE };
        const playlist = await makePlaylist(campaign, entriesOf(campaign, made), author);
        record = { ...record, at: isoOf(clock.now()), by: author.name, playlist };
      }
      return undefined;
    } finally {
      const { busyUntil: _, ...done } = record;
      await put(done);
    }
  }

  /** What it made that is still there. */
  async function present({ playlist, survey, document }: StarterRecord) {
    return {
      playlist: playlist && (await storage.get('playlists', playlist.id)),
      survey: survey && (await storage.get('surveys', survey.id)),
      document: document && (await storage.get('documents', document.id)),
    };
  }

  async function undo(campaign: Campaign, author: Author): Promise<StarterUndone['kept'] | 'absent' | 'busy'> {
    if ((await storage.get('starters', campaign.id)) === undefined) return 'absent';
    const record = await claim(campaign, author);
    if (record === 'busy') return 'busy';
    const kept: StarterUndone['kept'] = [];
    try {
      const isThere = await present(record);
      if (isThere.playlist !== undefined && !(await dropPlaylist(record, author))) kept.push('playlist');
      if (isThere.survey !== undefined) {
        const { id, survey, revision } = isThere.survey;
        const isSame = survey.state === 'draft' && revision === record.survey?.revision && !(await isShown(id));
        if (!isSame || (await surveys.remove(id)) === 'state') kept.push('survey');
      }
      if (isThere.document !== undefined) {
        const { id, published } = isThere.document;
        const isSame = published === undefined && etagOf(editable(isThere.document)) === record.document?.etag;
        if (!isSame || (await isShown(id)) || typeof (await documents.remove(id)) === 'object') kept.push('document');
      }
      return kept;
    } finally {
      const { busyUntil: _, ...left } = record;
      const isGone = Object.values(await present(record)).every((one) => one === undefined);
      await storage.transact(async (transaction) => {
        if (isGone) await transaction.remove('starters', campaign.id);
        else await transaction.put('starters', left);
      });
    }
  }

  /** Whether some playlist, or the draft of one, names it. */
  async function isShown(id: string): Promise<boolean> {
    const playlists = (await storage.all('playlists')).map(({ playlist }) => playlist);
    const drafted = (await storage.all('drafts')).flatMap((draft) =>
      draft.noun === 'playlist' ? [draft.playlist] : [],
    );
    return [...playlists, ...drafted].some(({ entries }) =>
      entries.some(
        ({ item }) =>
          (item.kind === 'document' && item.document === id) ||
          ((item.kind === 'survey' || item.kind === 'survey-results') && item.survey === id),
      ),
    );
  }

  /** Unless somebody changed it, is changing it, or shows it. */
  async function dropPlaylist({ playlist: made }: StarterRecord, author: Author): Promise<boolean> {
    if (made === undefined) return true;
    const { id, etag } = made;
    await library.refresh(id);
    const outcome = await storage.transact(async (transaction) => {
      const record = await transaction.get('playlists', id);
      if (record === undefined) return true;
      const isDrafted = (await transaction.get('drafts', keyOf('playlist', id))) !== undefined;
      const isUsed = (await usersOf(transaction, id, clock.now())).length > 0;
      if (isDrafted || isUsed || etagOf(withoutSchema(record.playlist)) !== etag) return false;
      const before = { noun: 'playlist' as const, playlist: record.playlist };
      await history.note(
        transaction,
        { noun: 'playlist', id, before, after: undefined },
        { by: author.name, how: 'deleted' },
      );
      return transaction.remove('playlists', id);
    });
    if (outcome === true) await library.write(id);
    return outcome === true;
  }

  /** With what its wall would show, as far as it is known. */
  async function viewOf(campaign: Campaign): Promise<CampaignView> {
    const record = await storage.get('starters', campaign.id);
    const isThere = record && (await present(record));
    const own = isThere?.document?.id ?? (await ownDocument(campaign));
    const ids = { survey: isThere?.survey?.id ?? UNMADE, document: own ?? UNMADE };
    const all = await content.current();
    const context = { content: all, screen: undefined, masked: true, publicUrl: publicUrl() };
    const { survey, document } = campaign;
    return {
      id: campaign.id,
      name: campaign.name,
      about: campaign.about,
      entries: entriesOf(campaign, ids).map((one) => ({
        ...one,
        item: sampled(campaign, fillItem(one.item, context)),
      })),
      ...(survey === undefined
        ? {}
        : {
            survey: { title: survey.title, questions: survey.questions.length, seconds: estimatedSeconds(survey) },
          }),
      ...(document === undefined
        ? {}
        : {
            document: {
              title: { fr: document.fr?.title, en: document.en?.title },
              own: own !== undefined && own !== record?.document?.id,
            },
          }),
      ...(record === undefined || isThere === undefined || Object.values(isThere).every((one) => one === undefined)
        ? {}
        : { made: madeView(record, isThere, [...all.schedules.values()]) }),
    };
  }

  /** What is not there yet looks as it will. */
  function sampled({ survey, document }: Campaign, item: Entry['item']): Entry['item'] {
    if (item.kind === 'survey' && item.shown === undefined && survey !== undefined) {
      const url = `${publicUrl()}/s/abc234`;
      const { title, mode } = survey;
      const label = url.replace(/^https?:\/\//, '');
      const seconds = estimatedSeconds(survey);
      return { ...item, shown: { title, mode, seconds, url, label, rotates: false, state: 'open' } };
    }
    if (item.kind === 'document' && item.shown === undefined && document !== undefined) {
      const { id: _, ...text } = document;
      return { ...item, shown: shownOf(DocumentContent.parse(text), `${publicUrl()}/d/abc234`) };
    }
    return item;
  }

  const found = (id: string) => CAMPAIGNS.find((campaign) => campaign.id === id);
  return {
    all: (): Promise<CampaignView[]> => Promise.all(CAMPAIGNS.map(viewOf)),
    /** Makes what is missing of it. */
    async make(id: string, author: Author): Promise<CampaignView | StarterRefused> {
      const campaign = found(id);
      if (campaign === undefined) return 'absent';
      return (await make(campaign, author)) ?? viewOf(campaign);
    },
    /** Takes back what nobody has touched. */
    async undo(id: string, author: Author): Promise<StarterUndone | 'absent' | 'busy'> {
      const campaign = found(id);
      if (campaign === undefined) return 'absent';
      const kept = await undo(campaign, author);
      return typeof kept === 'string' ? kept : { campaign: await viewOf(campaign), kept };
    },
  };
}

type Present = {
  playlist?: { id: PlaylistId } | undefined;
  survey?: { id: string; survey: { state: 'draft' | 'published' | 'closed' } } | undefined;
  document?: { id: DocumentId; published?: unknown } | undefined;
};

function madeView(
  { at, by, survey: askedAs }: StarterRecord,
  { playlist, survey, document }: Present,
  schedules: readonly { rules: readonly { playlistId: string }[] }[],
): NonNullable<CampaignView['made']> {
  const scheduled = schedules.some(({ rules }) => rules.some(({ playlistId }) => playlistId === playlist?.id));
  return {
    at,
    by,
    ...(playlist === undefined ? {} : { playlist: { id: playlist.id, scheduled } }),
    ...(survey === undefined || askedAs === undefined
      ? {}
      : { survey: { id: askedAs.id, state: survey.survey.state } }),
    ...(document === undefined ? {} : { document: { id: document.id, published: document.published !== undefined } }),
  };
}

function entriesOf({ playlistId: id, name, entries }: Campaign, made: Made): Entry[] {
  return Playlist.parse({ id, name, entries: entries(made) }).entries;
}

function withoutSchema(playlist: Playlist): Playlist {
  const { $schema: _, ...rest } = playlist;
  return rest;
}
