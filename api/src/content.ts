/**
 * All content at one revision, read once and shared by every answer built on it: manifests, programs, views. Documents
 * of the store are frozen, so what is held here is what is stored. Never changes what it gave out.
 */
import type { Audience } from '@palier/playlists/audience';
import type { Network } from '@palier/playlists/network';
import type { NetworkCode } from '@palier/playlists/network-shown';
import type { ThreadCall } from '@palier/playlists/thread-call';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

export type Content = {
  revision: number;
  screens: readonly DocumentOf<'screens'>[];
  schedules: readonly DocumentOf<'schedules'>[];
  takeovers: readonly DocumentOf<'takeovers'>[];
  playlists: ReadonlyMap<string, DocumentOf<'playlists'>>;
  /** Files of the library, and those of stories. */
  media: ReadonlyMap<string, DocumentOf<'media'>>;
  figures: ReadonlyMap<string, DocumentOf<'figures'>>;
  networks: ReadonlyMap<string, OpenNetwork>;
  /** What screens may say of answers that wait; absent: nothing was released yet. */
  threadCall?: ThreadCall | undefined;
  surveys: ReadonlyMap<string, DocumentOf<'surveys'>>;
  surveyFaces: ReadonlyMap<string, DocumentOf<'surveyFaces'>>;
  actions: ReadonlyMap<string, DocumentOf<'actions'>>;
  documents: ReadonlyMap<string, DocumentOf<'documents'>>;
  /** In the order in which they are asked. */
  audiences: readonly Audience[];
  editions: ReadonlyMap<string, DocumentOf<'editions'>>;
};

/** A network whose passwords have been opened; one that this server's key does not open is missing. */
export type OpenNetwork = { network: Network; codes: NetworkCode[] };
type OpenNetworkOf = (record: DocumentOf<'networks'>) => OpenNetwork;

/** `open` unseals what is sealed; without it nothing is. */
export function createContentReader(storage: Storage, open: OpenNetworkOf = ({ network }) => ({ network, codes: [] })) {
  let held: Promise<Content> | undefined;
  const stopWatching = storage.watch((changes) => {
    if (changes.some((change) => change.topic === 'content')) held = undefined;
  });
  return {
    /**
     * The content as of now: nothing that anyone was told is missing, in whichever process it was written, though word
     * of it may not have come yet. Concurrent callers share one reading; a change meanwhile starts another.
     */
    async current(): Promise<Content> {
      const wanted = await storage.revision('content');
      for (;;) {
        const reading = (held ??= readContent(storage, open));
        try {
          const content = await reading;
          // A reading that begins now has at least this revision: there is no third round.
          if (content.revision >= wanted) return content;
          if (held === reading) held = undefined;
        } catch (error) {
          if (held === reading) held = undefined;
          throw error;
        }
      }
    },
    stop: stopWatching,
  };
}
export type ContentReader = ReturnType<typeof createContentReader>;

async function readContent(storage: Storage, open: OpenNetworkOf): Promise<Content> {
  const revision = await storage.revision('content');
  const [
    screens,
    schedules,
    takeovers,
    playlists,
    media,
    figures,
    networks,
    call,
    surveys,
    surveyFaces,
    actions,
    documents,
    storyMedia,
    audiences,
    editions,
  ] = await Promise.all([
    storage.all('screens'),
    storage.all('schedules'),
    storage.all('takeovers'),
    storage.all('playlists'),
    storage.all('media'),
    storage.all('figures'),
    storage.all('networks'),
    storage.get('threadCalls', 'call'),
    storage.all('surveys'),
    storage.all('surveyFaces'),
    storage.all('actions'),
    storage.all('documents'),
    storage.all('storyMedia'),
    storage.get('audiences', 'audiences'),
    storage.all('editions'),
  ]);
  return {
    revision,
    screens,
    schedules,
    takeovers,
    playlists: new Map(playlists.map((record) => [record.id, record])),
    media: new Map([...media, ...storyMedia].map((record) => [record.id, record])),
    figures: new Map(figures.map((record) => [record.id, record])),
    networks: new Map(networks.map((record) => [record.id, open(record)])),
    threadCall: call?.call,
    surveys: new Map(surveys.map((record) => [record.id, record])),
    surveyFaces: new Map(surveyFaces.map((record) => [record.id, record])),
    actions: new Map(actions.map((record) => [record.id, record])),
    documents: new Map(documents.map((record) => [record.id, record])),
    audiences: audiences?.audiences ?? [],
    editions: new Map(editions.map((record) => [record.id, record])),
  };
}
