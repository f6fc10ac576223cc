/** Everything about proposals, wired together once for a server. */
import type { Clock } from '../clock.ts';
import type { Jobs } from '../jobs.ts';
import { reasonOf, type Log } from '../log.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Random } from '../secrets.ts';
import { mediaAddresses } from '../storage/collections.ts';
import type { Storage } from '../storage/storage.ts';
import type { Walls } from '../walls.ts';
import { createCalendar } from './calendar.ts';
import type { Decoder } from '../media/decoder/pool.ts';
import type { Maker } from '../media/make.ts';
import type { Mail } from '../mail/mail.ts';
import type { Sealer } from '../sealing.ts';
import { createOwners } from './authors.ts';
import { createDecisions } from './decide.ts';
import { createProposalDoors } from './doors.ts';
import { createFilePasses } from './file-pass.ts';
import { createProposalFiles } from './files.ts';
import { createProposalLetters } from './letters.ts';
import { createAuthorship } from './proposals.ts';
import { createReach } from './reach.ts';
import { DAY_MS } from './terms.ts';

/** How late a post may be on screens. */
const POSTS_EVERY_MS = 20_000;
const SWEEP_EVERY_MS = DAY_MS / 24;

export type ProposalPartsDeps = {
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  jobs: Jobs;
  zone: string;
  walls: Walls;
  mediaStore: MediaStore;
  maker: Maker;
  decoder: Decoder;
  mail: Mail;
  sealer: Sealer;
  publicUrl: () => string;
  /** The same on all nodes. */
  riddleKey: () => Uint8Array;
  /** Signs the addresses of files; the same on all nodes too. */
  fileKey: () => Uint8Array;
};
export type ProposalParts = ReturnType<typeof createProposalParts>;

export function createProposalParts(deps: ProposalPartsDeps) {
  const { storage, clock, random, log, jobs, zone, mediaStore } = deps;

  /** Takes files off the disk that nothing in the store names any more. What fails is left to the daily sweep. */
  async function drop(addresses: readonly string[]): Promise<void> {
    const named = await mediaAddresses(storage);
    for (const address of addresses) {
      if (named.has(address)) continue;
      await mediaStore.remove(address).catch((error: unknown) => {
        log.warn('a file of a proposal could not be removed yet', { reason: reasonOf(error) });
      });
    }
  }

  const letters = createProposalLetters({ mail: deps.mail, sealer: deps.sealer, publicUrl: deps.publicUrl, zone });
  const owners = createOwners({ accountOf: letters.accountOf });
  const decisions = createDecisions({ storage, clock, zone, owners, tell: (...told) => letters.tell(...told) });
  const reach = createReach(deps.walls);
  const calendar = createCalendar({
    storage,
    clock,
    drop,
    tellUnanswered: (...told) => letters.tellUnanswered(...told),
    onScreens: reach.shown,
  });
  const authorship = createAuthorship({
    storage,
    clock,
    random,
    zone,
    waiting: async () => (await storage.find('proposals', 'state', 'waiting')).length,
  });

  const passes = createFilePasses({ clock, key: deps.fileKey });

  return {
    ...decisions,
    owners,
    authorship,
    calendar,
    drop,
    letters,
    reach,
    doors: createProposalDoors({ clock, random, riddleKey: deps.riddleKey }),
    passes,
    files: createProposalFiles({
      storage,
      clock,
      random,
      store: mediaStore,
      maker: deps.maker,
      decoder: deps.decoder,
      passes,
    }),
    async start(): Promise<void> {
      await jobs.schedule('posts', { everyMs: POSTS_EVERY_MS }, (job) => calendar.round(job, 'approved'));
      await jobs.schedule('old proposals', { everyMs: SWEEP_EVERY_MS }, async (job) => {
        await calendar.round(job);
        await calendar.sweep(job);
      });
    },
  };
}
