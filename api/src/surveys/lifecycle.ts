/**
 * What happens to surveys by itself: answers are released soon after they came, a survey closes on its day or at its
 * number, its last answers are moved and its keys destroyed, the next run of a pulse opens, and an owner who decided
 * nothing is reminded. Everything here may run twice.
 */
import { inLanguage } from '@palier/playlists/in-language';
import { NAG_AFTER_DAYS } from '@palier/playlists/action';
import type { Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Mail } from '../mail/mail.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import type { Storage } from '../storage/storage.ts';
import type { Faces } from './faces.ts';
import type { SurveyKeys } from './keys.ts';
import { turnStream, type Releaser } from './release.ts';
import type { Surveys } from './surveys.ts';

/** Answers are moved at most this often for each survey. */
export const RELEASE_EVERY_MS = 2_000;
/** How long a phone may still send again what was taken before the closing. */
const RETRY_GRACE_MS = 10 * 60_000;
export const SURVEYS_EVERY_MS = 30_000;
/** Administrators who are told in place of an owner who is gone. */
const MAX_REMINDED = 10;
const DAY_MS = 24 * 3600_000;

export type LifecycleDeps = {
  storage: Storage;
  surveys: Surveys;
  releaser: Releaser;
  faces: Faces;
  keys: SurveyKeys;
  mail: Mail;
  clock: Clock;
  log: Log;
  publicUrl: () => string;
};
export type Lifecycle = ReturnType<typeof createLifecycle>;

export function createLifecycle(deps: LifecycleDeps) {
  const { storage, surveys, releaser, faces, keys, clock, log } = deps;
  const due = new Map<string, () => void>();
  const running = new Set<Promise<void>>();

  function inBackground(what: string, work: Promise<unknown>): void {
    const run: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => log.warn(what, { reason: reasonOf(error) }),
      )
      .finally(() => running.delete(run));
    running.add(run);
  }

  async function releaseNow(id: string): Promise<void> {
    const record = await storage.get('surveys', id);
    if (record === undefined) return;
    await releaser.run(record, false);
    const { closesAfter } = record.survey.opening;
    if (closesAfter !== undefined && record.survey.state === 'published') {
      if ((await storage.countLog('surveySeen', id)) >= closesAfter) await close(id);
    }
    faces.ask(id);
  }

  async function close(id: string): Promise<void> {
    const outcome = await surveys.close(id);
    if (!('changed' in outcome)) return;
    await finish(outcome.changed);
  }

  /** Moves the last answers. Whatever came in before the closing is in one of the turns. */
  async function finish(record: SurveyRecord): Promise<void> {
    await releaser.run(record, true);
    const counted = (await storage.get('surveyResults', record.id))?.counted ?? 0;
    if ((await storage.countLog('surveyBuffer', turnStream(record.id, counted + 1))) > 0)
      await releaser.run(record, true);
    await faces.update(record);
  }

  /** Some time after closing nothing is left that marks a device or opens what waited. */
  async function settle(record: SurveyRecord): Promise<void> {
    await finish(record);
    await keys.destroy(record.id);
    await storage.dropLog('surveyMarkers', record.id);
    await surveys.note(record.id, { settled: true });
    // The face tells from now on how many took part.
    await storage.dropLog('surveySeen', record.id);
  }

  async function remind(record: SurveyRecord): Promise<void> {
    const decided = await storage.find('actions', 'survey', record.id);
    if (decided.length > 0) return;
    const owner = record.survey.owner === undefined ? undefined : await storage.get('users', record.survey.owner);
    await surveys.note(record.id, { reminded: true });
    // Who asked has left the house: those who run it are told, or nobody would decide.
    const admins = (await storage.all('users')).filter(({ role }) => role === 'admin').slice(0, MAX_REMINDED);
    for (const reader of owner === undefined ? admins : [owner])
      await deps.mail.send(letterTo(reader, record, deps.publicUrl()));
  }

  async function lookAt(record: SurveyRecord): Promise<void> {
    const { survey, settled, reminded } = record;
    const now = clock.now();
    if (survey.state === 'published') {
      const turn = (await storage.get('surveyTurns', record.id))?.turn;
      // Missing after a restore: new ones begin, and what waited under the old ones is lost.
      if (turn !== undefined) await keys.ensure(record.id, turn);
      const { closesAt } = survey.opening;
      if (closesAt !== undefined && now >= Date.parse(closesAt)) return close(record.id);
      return releaseNow(record.id);
    }
    if (survey.state !== 'closed' || survey.closedAt === undefined) return;
    const closedMs = Date.parse(survey.closedAt);
    if (!settled && now >= closedMs + RETRY_GRACE_MS) await settle(record);
    if (!reminded && now >= closedMs + NAG_AFTER_DAYS * DAY_MS) await remind(record);
    if (survey.pulse !== undefined) await surveys.runAgain(record);
  }

  return {
    /** Answers came: they are moved soon, if they are enough. */
    came(id: string): void {
      if (due.has(id)) return;
      due.set(
        id,
        clock.after(RELEASE_EVERY_MS, () => {
          due.delete(id);
          inBackground('answers go on waiting', releaseNow(id));
        }),
      );
    },
    /** Closes now, as asked by a person. */
    finish,
    /** The job: looks at every survey that is not over. One that fails does not keep the others waiting. */
    async lookAtAll(): Promise<void> {
      for (const record of await storage.all('surveys')) {
        if (record.survey.state === 'draft') continue;
        try {
          await lookAt(record);
        } catch (error) {
          log.warn('a survey was passed over', { survey: record.id, reason: reasonOf(error) });
        }
      }
    },
    /** Resolves when nothing runs; what is only due later is not waited for. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
    async stop(): Promise<void> {
      for (const cancel of due.values()) cancel();
      due.clear();
      await Promise.all(running);
      await releaser.idle();
    },
  };
}

function letterTo(
  reader: { id: string; email: string; language: 'fr' | 'en' },
  { id, survey }: SurveyRecord,
  publicUrl: string,
): Parameters<Mail['send']>[0] {
  const title = inLanguage(survey.title, reader.language);
  const url = `${publicUrl}/surveys/${id}/decisions`;
  const french = reader.language === 'fr';
  return {
    key: `undecided ${id} ${reader.id}`,
    to: reader.email,
    subject: french ? `À décider\u00a0: ${title}` : `To decide: ${title}`,
    text: french
      ? `Le sondage «\u00a0${title}\u00a0» est clos depuis deux semaines, et ceux qui ont répondu attendent.\n\nDécidez d’au moins une chose\u00a0: nous le faisons, nous ne le ferons pas (et pourquoi), ou pas maintenant.\n\n${url}\n`
      : `The survey “${title}” closed two weeks ago, and those who answered are waiting.\n\nDecide at least one thing: we will, we will not (and why), or not now.\n\n${url}\n`,
  };
}
