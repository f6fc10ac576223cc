/**
 * What the comms team reads of engagement: sums of the last four weeks beside the four before. Whatever people did on
 * phones comes in as it may be told (the gate of a survey, counts above five in steps of five, whole weeks of answers of
 * HR); nothing here knows a person, and nothing ranks one.
 */
import type { MixGroup } from '@palier/playlists/mix';
import { TOLD_ABOVE } from '@palier/playlists/reaction';
import type { Clock } from '../clock.ts';
import type { Reads } from '../documents/reads.ts';
import type { MixCounts, MixDays } from '../mix/days.ts';
import type { Gauge } from '../mix/gauge.ts';
import type { Queue } from '../proposals/queue.ts';
import { sumOf, type Tallies } from '../share/tallies.ts';
import type { Storage } from '../storage/storage.ts';
import type { LoopOf } from '../surveys/loop.ts';
import type { Talk } from '../threads/talk.ts';
import type { EngagementAnswer } from '../wire/engagement.ts';
import type { SurveySummary } from '../wire/surveys.ts';
import { compared, comparedCounts, median, SPAN_DAYS } from './compared.ts';
import { proposalPace, type ProposalPace } from './proposal-pace.ts';

const DAY_MS = 24 * 3600_000;
const SPAN_MS = SPAN_DAYS * DAY_MS;
/** More of our own than was declared, in percent points, before it is spoken of: a mix of ten moves by whole items. */
const OVER_BY = 5;
/** In fewer plays a share that holds in every ten may still be half as much again. */
const ENOUGH_PLAYS = 50;

export type EngagementDeps = {
  storage: Storage;
  clock: Clock;
  zone: string;
  loop: LoopOf;
  talk: Pick<Talk, 'answered' | 'settings'>;
  queue: Queue;
  reads: Pick<Reads, 'sumOf'>;
  gauge: Gauge;
  mixDays: MixDays;
  tallies: Pick<Tallies, 'sums' | 'dayBack'>;
};
export type Engagement = ReturnType<typeof createEngagement>;

export function createEngagement(deps: EngagementDeps) {
  const { storage, clock, zone, loop, talk, queue, reads, gauge, mixDays, tallies } = deps;
  const day = (back: number) =>
    Temporal.Instant.fromEpochMilliseconds(clock.now())
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .subtract({ days: back })
      .toString();
  const days = () => ({
    from: day(SPAN_DAYS - 1),
    to: day(0),
    beforeFrom: day(2 * SPAN_DAYS - 1),
    beforeTo: day(SPAN_DAYS),
  });
  /** 0 of an instant in these four weeks, 1 in the four before, undefined elsewhere. */
  const spanOf = (ms: number) => {
    const span = Math.floor((clock.now() - ms) / SPAN_MS);
    return span === 0 || span === 1 ? span : undefined;
  };
  const countIn = (span: 0 | 1, instants: readonly number[]) => instants.filter((ms) => spanOf(ms) === span).length;

  /** The audit is read again only when something of proposals has changed, or the month. */
  let held: { key: string; pace: Promise<ProposalPace> } | undefined;
  async function pace(nowMs: number): Promise<ProposalPace> {
    const key = `${await storage.revision('proposals')} ${day(0).slice(0, 7)}`;
    if (held?.key !== key) held = { key, pace: proposalPace(storage, nowMs) };
    return held.pace;
  }

  async function surveys(): Promise<EngagementAnswer['surveys']> {
    const records = (await storage.all('surveys')).filter(({ survey }) => survey.state !== 'draft');
    const all = await Promise.all(records.map((record) => loop.summaryOf(record)));
    const isIn = (span: 0 | 1) => (one: SurveySummary) =>
      (span === 0 && one.state === 'published') ||
      (one.closedAt !== undefined && spanOf(Date.parse(one.closedAt)) === span);
    const [these, those] = [all.filter(isIn(0)), all.filter(isIn(1))];
    const awaiting = all.filter(({ state, decisions }) => state === 'closed' && decisions === 0);
    return {
      participation: compared(meanPercent(these), meanPercent(those), 3),
      answers: compared(answersOf(these), answersOf(those), TOLD_ABOVE),
      open: all.filter(({ state, soon }) => state === 'published' && !soon).length,
      closed: these.filter(({ state }) => state === 'closed').length,
      awaiting: awaiting.length,
      overdue: awaiting.filter(({ overdue }) => overdue).length,
    };
  }

  async function decisions(): Promise<EngagementAnswer['decisions']> {
    const actions = (await storage.all('actions')).map(({ action }) => action);
    const { from, to, beforeFrom, beforeTo } = days();
    const within = (list: readonly (string | undefined)[], first: string, last: string) =>
      list.filter((one) => one !== undefined && one >= first && one <= last).length;
    const both = (list: readonly (string | undefined)[]) =>
      compared(within(list, from, to), within(list, beforeFrom, beforeTo));
    const promised = actions.filter(({ verdict, state }) => verdict === 'we-will' && state !== 'done');
    return {
      taken: both(actions.map(({ decidedOn }) => decidedOn)),
      done: both(actions.filter(({ verdict }) => verdict === 'we-will').map(({ doneOn }) => doneOn)),
      promised: promised.length,
      late: promised.filter(({ due }) => due !== undefined && due < to).length,
    };
  }

  function threads(): EngagementAnswer['threads'] {
    // Whole weeks alone, and more than five answers: the figure of one answer is nobody's to read off.
    const percent = ({ answers, inTime }: ReturnType<Talk['answered']>) =>
      answers <= TOLD_ABOVE ? undefined : Math.round(((inTime / answers) * 100) / 5) * 5;
    return {
      inTime: compared(percent(talk.answered(4, 1)), percent(talk.answered(8, 5)), 5),
      promisedHours: talk.settings().promisedHours,
    };
  }

  async function proposals(): Promise<EngagementAnswer['proposals']> {
    const nowMs = clock.now();
    const { receivedMs, decided } = await pace(nowMs);
    const hours = (span: 0 | 1) => {
      const waited = median(decided.filter(({ atMs }) => spanOf(atMs) === span).map(({ waitedMs }) => waitedMs));
      return waited === undefined ? undefined : Math.round(waited / 3600_000);
    };
    const waiting = await queue.waitingSince();
    const oldest = waiting.length === 0 ? undefined : Math.min(...waiting);
    return {
      received: compared(countIn(0, receivedMs), countIn(1, receivedMs)),
      hours: compared(hours(0), hours(1)),
      waiting: waiting.length,
      ...(oldest === undefined ? {} : { oldestDays: Math.floor((nowMs - oldest) / DAY_MS) }),
    };
  }

  async function phones(): Promise<Pick<EngagementAnswer, 'reads' | 'shares'>> {
    const { from, to, beforeFrom, beforeTo } = days();
    const sum = (sums: Awaited<ReturnType<Tallies['sums']>>, prefix: string) =>
      [...sums.values()].reduce((all, counts) => all + sumOf(counts, prefix), 0);
    const [these, those] = [await tallies.sums(from, to), await tallies.sums(beforeFrom, beforeTo)];
    // Openings of documents are kept by the week: the running one counts, but is not compared with a whole one.
    const { trend: _, ...documents } = comparedCounts(await reads.sumOf(3, 0), await reads.sumOf(7, 4));
    const { trend } = comparedCounts(await reads.sumOf(4, 1), await reads.sumOf(8, 5));
    return {
      reads: {
        documents: { ...documents, ...(trend === undefined ? {} : { trend }) },
        stories: comparedCounts(sum(these, 'open'), sum(those, 'open')),
      },
      shares: comparedCounts(sum(these, 'share:'), sum(those, 'share:')),
    };
  }

  async function mix(): Promise<EngagementAnswer['mix']> {
    const { from, to, beforeFrom, beforeTo } = days();
    const { mixes } = await gauge.answer();
    const short = new Set<MixGroup>(
      mixes.filter(({ screens }) => screens > 0).flatMap(({ edition }) => edition?.short ?? []),
    );
    const [these, those] = [await mixDays.sum(from, to), await mixDays.sum(beforeFrom, beforeTo)];
    const today = mixes.reduce<MixCounts>(
      (sum, { played }) => ({
        trade: sum.trade + played.trade,
        corporate: sum.corporate + played.corporate,
        colleagues: sum.colleagues + played.colleagues,
      }),
      { trade: 0, corporate: 0, colleagues: 0 },
    );
    return {
      // Of a first day nothing is counted yet: what was played since is.
      corporate: compared(corporatePercent(these) ?? corporatePercent(today), corporatePercent(those), 2),
      over: mixes.flatMap(({ audienceId, name, shares, played }) => {
        const percent = corporatePercent(played);
        const declaredPercent = shares.corporatePercent;
        const few = played.trade + played.corporate < ENOUGH_PLAYS;
        if (percent === undefined || few || percent <= declaredPercent + OVER_BY) return [];
        return [{ audienceId, name, percent, declaredPercent }];
      }),
      short: [...short],
      sources: (await storage.all('sources')).filter(({ source }) => source.voice === 'trade').length,
    };
  }

  return {
    async answer(): Promise<EngagementAnswer> {
      const { from, to, beforeFrom } = days();
      return {
        from,
        to,
        beforeFrom,
        surveys: await surveys(),
        decisions: await decisions(),
        threads: threads(),
        proposals: await proposals(),
        ...(await phones()),
        mix: await mix(),
      };
    },
  };
}

function corporatePercent({ trade, corporate }: Pick<MixCounts, 'trade' | 'corporate'>): number | undefined {
  return trade + corporate === 0 ? undefined : Math.round((corporate / (trade + corporate)) * 100);
}

function meanPercent(surveys: readonly SurveySummary[]): number | undefined {
  const percents = surveys.flatMap(({ participation: { percent } }) => (percent === undefined ? [] : [percent]));
  return percents.length === 0 ? undefined : Math.round(percents.reduce((sum, one) => sum + one, 0) / percents.length);
}

function answersOf(surveys: readonly SurveySummary[]): number | undefined {
  const told = surveys.flatMap(({ participation: { answers } }) => (answers === undefined ? [] : [answers]));
  return told.length === 0 ? undefined : told.reduce((sum, one) => sum + one, 0);
}
