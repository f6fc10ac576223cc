/** What the routes work with, made once for a server and wired together: each part knows only what it is given. */
import type { LibraryFile } from '@palier/playlists/library-file';
import { PlaylistId } from '@palier/playlists/ids';
import { createRounds } from '@palier/playlists/rounds';
import { createThrottle, type Clock } from './clock.ts';
import { createCommands } from './commands.ts';
import { createContentReader } from './content.ts';
import { createEgress } from './egress/egress.ts';
import { createDocuments } from './documents/documents.ts';
import { createReads } from './documents/reads.ts';
import { createReminders, REMIND_EVERY_MS } from './documents/reminders.ts';
import { createStarter } from './starter/starter.ts';
import { createEngagement } from './engagement/engagement.ts';
import { createEventsHub, eventBytes, previewKey } from './events-hub.ts';
import { createFeedParts } from './feeds/parts.ts';
import { createFigures } from './figures/figures.ts';
import { MAX_TABLE_BYTES } from './figures/tables.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createJobs, createLocalJobTable, type JobTable } from './jobs.ts';
import { createDrafts } from './drafts.ts';
import { fillItem } from './items/fill.ts';
import { createHistory } from './history.ts';
import { createLibrary } from './library/library.ts';
import { createLimiter } from './limiter.ts';
import { reasonOf, type Log } from './log.ts';
import { createMail, MAIL_EVERY_MS } from './mail/mail.ts';
import { createSmtp } from './mail/smtp.ts';
import { createManifests } from './manifests.ts';
import type { Decoder } from './media/decoder/pool.ts';
import { createMediaParts } from './media/parts.ts';
import { createNetworks } from './networks/networks.ts';
import { createEditionMaker } from './mix/edition.ts';
import { createEditions } from './mix/editions.ts';
import { createMixDays, MIX_DAYS_EVERY_MS } from './mix/days.ts';
import { createGauge } from './mix/gauge.ts';
import { createSourceReach } from './mix/source-reach.ts';
import { createPairings } from './pairings.ts';
import { createPanelNews } from './panel-news.ts';
import { createPasswords } from './passwords.ts';
import { createPlayLog } from './play-log.ts';
import { createModerationParts } from './proposals/moderation-parts.ts';
import { createProposalParts } from './proposals/parts.ts';
import { createScreenTokens } from './screen-tokens.ts';
import { createReports } from './reports.ts';
import { createScreenshots } from './screenshots.ts';
import { createScreenViews } from './screen-views.ts';
import { createScreenWatch, WATCH_EVERY_MS } from './screen-watch.ts';
import { digestOf, type Random } from './secrets.ts';
import { createSealer } from './sealing.ts';
import { createSessions } from './sessions.ts';
import { createShareParts } from './share/parts.ts';
import { createSurveyParts } from './surveys/parts.ts';
import { createSetup } from './setup.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage/storage.ts';
import { createTakeovers } from './takeovers.ts';
import { createDeriver, type Deriver } from './threads/derive.ts';
import { createThreads } from './threads/threads.ts';
import { createWalls } from './walls.ts';

export type PartsDeps = {
  storage: Storage;
  /** Where several processes share their jobs; absent: this process runs them all. */
  jobTable?: JobTable | undefined;
  clock: Clock;
  log: Log;
  random: Random;
  settings: Pick<
    Settings,
    | 'dataDir'
    | 'playlistsDir'
    | 'assetsDir'
    | 'organisation'
    | 'zone'
    | 'smtp'
    | 'trustedProxies'
    | 'databaseUrl'
    | 'mediaUrl'
    | 'mediaCredentials'
    | 'egressAllow'
    | 'secretsKeyFile'
  > &
    Partial<Pick<Settings, 'toolPath'>>;
  /** How receipts and passphrases become keys; absent: at the real cost. */
  deriver?: Deriver | undefined;
  /** Reaches the bucket of MEDIA_URL, and nothing else. */
  fetch: typeof fetch;
  /** Default: one of its own, which ends with it. */
  decoder?: Decoder;
  /** Names this process among those that share a store; the same after each start. */
  node: string;
  /** Known for sure only once the server listens. */
  publicUrl: () => string;
  version: string;
};

const MAX_STREAMS = 20_000;
/** More screens than this are told to spread their questions. */
const SPREAD_ABOVE = 200;
const SPREAD_MS_PER_SCREEN = 0.35;
const MAX_SPREAD_MS = 2_000;
const DAY_MS = 24 * 3600_000;
/** Several processes learn from one another's writing when a screen was last heard. */
const PERSIST_ALONE_MS = 3 * 60_000;
const PERSIST_SHARED_MS = 10_000;

export function createParts(deps: PartsDeps) {
  const { storage, clock, log, random, settings, publicUrl } = deps;
  /** Folders belong to a machine: where several share a store, each remembers what its own folders held. */
  const isShared = settings.databaseUrl !== undefined;
  const folderOwner = isShared ? `${digestOf(deps.node).slice(0, 12)}:` : '';
  const sealer = createSealer({ keyFile: settings.secretsKeyFile, random });
  const networks = createNetworks({ storage, sealer, clock, random, log });
  const content = createContentReader(storage, (record) => networks.open(record));
  const manifests = createManifests({
    content,
    clock,
    publicUrl,
    organisation: settings.organisation,
    presenceOf: (screenId) => surveys.presence.secretOf(screenId),
  });
  const panelHub = createEventsHub({ clock, maxSubscribers: 1_000 });
  const news = createPanelNews({ storage, hub: panelHub, clock, log });
  const screenHub = createEventsHub({ clock, maxSubscribers: MAX_STREAMS, onleave: () => news.tell(['heartbeats']) });
  const heartbeats = createHeartbeats({
    storage,
    clock,
    log,
    isConnected: (id) => screenHub.isConnected(id),
    persistEveryMs: isShared ? PERSIST_SHARED_MS : PERSIST_ALONE_MS,
    onheard: () => news.tell(['heartbeats']),
  });
  const takeovers = createTakeovers({ storage, clock, log, random, heartbeats });
  const pairings = createPairings({ storage, clock, random, publicUrl });
  const media = createMediaParts({
    storage,
    clock,
    log,
    random,
    settings,
    decoder: deps.decoder,
    fetch: deps.fetch,
    node: deps.node,
    folderOwner,
    onnews: () => news.tell(['media']),
    ontable: (file, by) => inBackground('reading a table for figures', takeTable(file, by)),
  });
  const { mediaStore, decoder, maker, mediaFolder, imports } = media;
  const history = createHistory({ storage, clock, log });
  const library = createLibrary({
    dir: settings.playlistsDir,
    node: folderOwner,
    storage,
    history,
    clock,
    log,
    onfault: () => news.tell(['playlists']),
  });
  const jobs = createJobs({
    table: deps.jobTable ?? createLocalJobTable({ storage, clock }),
    clock,
    log: { warn: ({ error, ...details }, message) => log.warn(message, { ...details, reason: reasonOf(error) }) },
  });
  const smtp = settings.smtp && createSmtp(settings.smtp);
  const mail = createMail({ storage, clock, log, smtp, host: () => new URL(publicUrl()).hostname });
  const drafts = createDrafts({
    storage,
    clock,
    log,
    content,
    history,
    fill: (item, all) => fillItem(item, { content: all, screen: undefined, masked: true, publicUrl: publicUrl() }),
    onpublished: (noun, id) => {
      const playlist = PlaylistId.safeParse(id);
      if (noun === 'playlist' && playlist.success)
        inBackground('writing a playlist file', library.write(playlist.data));
    },
  });
  const commands = createCommands({ storage, clock, random, screenHub });
  const screenshots = createScreenshots({ storage, clock });
  const playLog = createPlayLog({ storage, clock });
  const waitingPosts = async () => (await moderation.queue.waitingSince()).length;
  const gauge = createGauge({ storage, content, clock, plays: playLog, waitingPosts });
  const mixDays = createMixDays({ storage, clock, gauge, zone: settings.zone });
  const reports = createReports({ storage, clock, manifests, plays: playLog });
  const screenWatch = createScreenWatch({
    storage,
    clock,
    mail,
    publicUrl,
    factsOf: heartbeats.factsOf,
    onchange: () => news.tell(['heartbeats']),
  });
  const threads = createThreads({
    storage,
    clock,
    random,
    log,
    jobs,
    mail,
    publicUrl,
    isShared,
    deriver: deps.deriver ?? createDeriver(),
    zone: settings.zone,
  });
  const walls = createWalls({ content, manifests, clock });
  const proposals = createProposalParts({
    storage,
    clock,
    random,
    log,
    jobs,
    zone: settings.zone,
    walls,
    mediaStore,
    maker,
    decoder,
    mail,
    sealer,
    publicUrl,
    riddleKey: () => threads.riddleKey('proposals'),
    fileKey: () => threads.signingKey('proposal files'),
  });
  const moderation = createModerationParts({
    storage,
    clock,
    mail,
    jobs,
    decisions: proposals,
    letters: proposals.letters,
    reach: proposals.reach,
    owners: proposals.owners,
    zone: settings.zone,
    publicUrl,
    random,
    markKey: () => threads.signingKey('report marks'),
  });
  const documents = createDocuments({ storage, clock, random, publicUrl });
  const reads = createReads({ storage, clock, log });
  const { organisation, zone } = settings;
  const share = createShareParts({
    storage,
    content,
    clock,
    log,
    random,
    organisation,
    zone,
    publicUrl,
    pageKey: () => threads.signingKey('kit pages'),
  });
  const passwords = createPasswords(random);
  const surveys = createSurveyParts({
    storage,
    isShared,
    dataDir: settings.dataDir,
    content,
    clock,
    log,
    random,
    mail,
    jobs,
    publicUrl,
  });
  const starter = createStarter({
    storage,
    clock,
    random,
    content,
    surveys,
    documents,
    library,
    history,
    publicUrl,
  });
  const engagement = createEngagement({
    storage,
    clock,
    zone: settings.zone,
    loop: surveys.loop,
    talk: threads.talk,
    queue: moderation.queue,
    reads,
    gauge,
    mixDays,
    tallies: share.tallies,
  });
  const sessions = createSessions({ storage, clock, random });
  /** Everything that is fetched from outside goes through this one. */
  const egress = createEgress({ version: deps.version, allow: settings.egressAllow, now: () => clock.now() });
  const editionMaker = createEditionMaker();
  const editions = createEditions({ storage, clock, log, publicUrl, maker: editionMaker });
  const sourceReach = createSourceReach({ storage, clock, walls, maker: editionMaker });
  const feeds = createFeedParts({
    storage,
    clock,
    random,
    log,
    jobs,
    egress,
    mediaStore,
    maker,
    onnews: () => news.tell(['sources']),
  });
  const figures = createFigures({ storage, egress, sealer, clock, random, log, zone: settings.zone });
  /** A table of the library feeds the figures that know its name. */
  async function takeTable(file: LibraryFile, by: string): Promise<void> {
    const bytes = await media.bytesOf(file, MAX_TABLE_BYTES);
    if (bytes === undefined) return;
    await figures.takeFile(file.file ?? file.id, bytes, by);
  }
  const setup = createSetup({ storage, clock, random, passwords, node: deps.node });

  /** Wakes the screens whose manifest changed. */
  async function publish(): Promise<void> {
    const { revision, screenIds } = await manifests.changed();
    const keys = screenIds.flatMap((id) => [id, previewKey(id)]);
    const listening = keys.filter((key) => screenHub.isConnected(key));
    const spreadMs =
      listening.length > SPREAD_ABOVE
        ? Math.min(MAX_SPREAD_MS, Math.round(listening.length * SPREAD_MS_PER_SCREEN))
        : 0;
    if (listening.length > 0) {
      screenHub.broadcast(eventBytes('revision', revision, { revision, spreadMs }), listening);
    }
  }
  /** Wakes a screen that began to listen after its manifest was looked up, if it changed in between. */
  async function tellIfChanged(screenId: string, etag: string): Promise<void> {
    const manifest = await manifests.of(screenId);
    if (manifest === undefined || manifest.etag === etag) return;
    const { revision } = manifest.value;
    screenHub.broadcast(eventBytes('revision', revision, { revision, spreadMs: 0 }), [screenId, previewKey(screenId)]);
  }
  const publishing = createRounds(publish, (error) => log.error('screens could not be told of a change', error));

  const inBackground = (what: string, work: Promise<unknown>) =>
    void work.catch((error: unknown) => log.warn(`${what} failed`, { reason: reasonOf(error) }));
  const followHeartbeats = createThrottle(clock, 1_000, () =>
    inBackground('following heartbeats', heartbeats.follow()),
  );
  const followPlaylists = createThrottle(clock, 1_000, () => inBackground('following playlists', library.lookAtAll()));
  const stopWatching = storage.watch((changes) => {
    const topics = new Set(changes.map((change) => change.topic));
    if (topics.has('content')) void publishing.ask();
    if (topics.has('pairings')) inBackground('reading pairings', pairings.load());
    if (topics.has('commands')) inBackground('reading commands', commands.load());
    if (topics.has('heartbeats') && isShared) followHeartbeats.ask();
    // Another process changed them: the files of this machine follow.
    if (topics.has('playlists') && isShared) followPlaylists.ask();
    news.changed(topics);
  });
  let cancelSweep: (() => void) | undefined;
  async function sweep(): Promise<void> {
    cancelSweep = clock.after(DAY_MS, () => inBackground('the daily sweep', sweep()));
    await sessions.sweep();
    await media.sweepMedia();
  }

  return {
    ...deps,
    ...media,
    content,
    manifests,
    panelHub,
    screenHub,
    news,
    heartbeats,
    takeovers,
    pairings,
    jobs,
    mail,
    commands,
    screenshots,
    screenWatch,
    playLog,
    reports,
    library,
    history,
    drafts,
    documents,
    feeds,
    editions,
    sourceReach,
    gauge,
    mixDays,
    engagement,
    starter,
    proposals,
    moderation,
    reads,
    share,
    passwords,
    sessions,
    egress,
    figures,
    networks,
    sealer,
    setup,
    surveys,
    threads,
    screenTokens: createScreenTokens({ storage, clock, random }),
    screenViews: createScreenViews({ content, manifests, heartbeats, storage, clock }),
    /** Failed sign-ins per account and address. */
    signInLimiter: createLimiter(clock, { free: 5, firstWaitMs: 1_000, maxWaitMs: 60_000, forgetMs: 15 * 60_000 }),
    /** Requests without any secret, per address: a wall of televisions may start together. */
    openLimiter: createLimiter(clock, { free: 60, firstWaitMs: 1_000, maxWaitMs: 10_000, forgetMs: 60_000 }),

    /** Reads what is stored and starts to watch the folders. The library is complete when it resolves. */
    async start(): Promise<void> {
      await mediaStore.prepare();
      await surveys.start();
      await Promise.all([heartbeats.load(), pairings.load(), commands.load(), library.start()]);
      await threads.start();
      await proposals.start();
      await moderation.start();
      await feeds.start();
      await editions.start();
      await manifests.changed();
      await mediaFolder.start();
      await jobs.schedule('screen watch', { everyMs: WATCH_EVERY_MS, firstInMs: WATCH_EVERY_MS }, (job) =>
        screenWatch.look(job),
      );
      await jobs.schedule('old plays', { everyMs: DAY_MS, firstInMs: 60_000 }, () => playLog.sweep());
      await jobs.schedule('mix days', { everyMs: MIX_DAYS_EVERY_MS, firstInMs: 60_000 }, (job) => mixDays.round(job));
      await jobs.schedule('old health', { everyMs: DAY_MS }, () => screenWatch.forget());
      if (mail.configured) {
        await jobs.schedule('mail', { everyMs: MAIL_EVERY_MS }, (job) => mail.deliverDue(job));
        const remind = createReminders({ storage, clock, mail, publicUrl });
        await jobs.schedule('document reviews', { everyMs: REMIND_EVERY_MS, firstInMs: 60_000 }, remind);
        await jobs.schedule('old mail', { everyMs: DAY_MS }, (job) => mail.forget(job));
      }
      drafts.start();
      await imports.start();
      inBackground('the daily sweep', sweep());
      inBackground('sweeping old Wi-Fi passwords', networks.start());
      figures.start();
    },
    /** Ends streams and watches, and writes down what is only in memory. */
    async stop(): Promise<void> {
      cancelSweep?.();
      await jobs.close();
      await threads.stop();
      networks.stop();
      await surveys.stop();
      await reads.stop();
      await share.tallies.stop();
      followHeartbeats.stop();
      followPlaylists.stop();
      stopWatching();
      content.stop();
      news.stop();
      await drafts.stop();
      panelHub.close();
      screenHub.close();
      await Promise.all([library.stop(), media.stopMedia(), takeovers.stop(), figures.stop()]);
      await publishing.done();
      await heartbeats.stop();
      await feeds.stop();
      await editions.stop();
      await egress.close();
    },
    tellIfChanged,
    /** Resolves when every change so far has been told to the screens it concerns. */
    published: () => publishing.done(),
  };
}
export type Parts = ReturnType<typeof createParts>;
