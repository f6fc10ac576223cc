/** Everything about moderation, wired together once for a server. */
import type { Clock } from '../clock.ts';
import { createWaitingStories } from '../feeds/reported.ts';
import type { Jobs } from '../jobs.ts';
import { createLimiter } from '../limiter.ts';
import type { Mail } from '../mail/mail.ts';
import type { Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { Owners } from './authors.ts';
import type { Decisions } from './decide.ts';
import { createDigest, DIGEST_EVERY_MS } from './digest.ts';
import type { ProposalLetters } from './letters.ts';
import { createModeration } from './moderation.ts';
import { createModerationSettings } from './moderation-settings.ts';
import { createQueue } from './queue.ts';
import type { Reach } from './reach.ts';
import { createReportMarks } from './report-marks.ts';
import { createStoryReports } from './story-reports.ts';

const DAY_MS = 24 * 3600_000;

export function createModerationParts(deps: {
  storage: Storage;
  clock: Clock;
  mail: Mail;
  jobs: Jobs;
  decisions: Decisions;
  letters: ProposalLetters;
  reach: Reach;
  owners: Owners;
  zone: string;
  publicUrl: () => string;
  random: Random;
  /** Signs the marks of reports; the same on all nodes. */
  markKey: () => Uint8Array;
}) {
  const { storage, clock, mail, jobs, decisions, letters, reach, owners, zone, publicUrl } = deps;
  const settings = createModerationSettings({ storage, clock });
  const queue = createQueue({ storage, clock, settings, publicUrl, reach, owners });
  const reports = createStoryReports({ storage, clock, decisions });
  const waitingStories = createWaitingStories(storage);
  const digest = createDigest({ storage, clock, mail, queue, settings, zone, publicUrl, waitingStories });
  return {
    ...createModeration({ storage, clock, decisions, letters }),
    settings,
    queue,
    reports,
    waitingStories,
    marks: createReportMarks({ clock, random: deps.random, key: deps.markKey }),
    digest,
    /** Reports of one address: an office behind it may be of one mind, a script is not an office. */
    reportLimiter: createLimiter(clock, { free: 30, firstWaitMs: 1_000, maxWaitMs: 60_000, forgetMs: 10 * 60_000 }),
    async start(): Promise<void> {
      await jobs.schedule('proposals digest', { everyMs: DIGEST_EVERY_MS, firstInMs: 60_000 }, digest);
      await jobs.schedule('old reports', { everyMs: DAY_MS }, (job) => reports.sweep((work) => job.commit(work)));
    },
  };
}
export type ModerationParts = ReturnType<typeof createModerationParts>;
