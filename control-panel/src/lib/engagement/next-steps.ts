/** What to do next, the people who wait for an answer first: each with where to go. */
import type { EngagementAnswer } from '@palier/api/client';
import { m } from '../paraglide/messages.js';

export type NextStep = { id: string; text: string; hint: string; href: string };
/** More is a list of reproaches. */
export const MAX_STEPS = 5;
/** Days a proposal may wait before it is the first thing to do. */
const WAITS_LONG_DAYS = 3;
/** Percent of answers in time under which it is spoken of. */
const IN_TIME = 80;

/** At most five, most urgent first. */
export function nextSteps(facts: EngagementAnswer): NextStep[] {
  const { surveys, decisions, threads, proposals, reads, mix } = facts;
  const oldest = proposals.oldestDays ?? 0;
  const answer: NextStep = {
    id: 'answer',
    text: m.engagement_next_answer({ count: proposals.waiting }),
    hint: oldest > 0 ? m.engagement_next_answer_since({ days: oldest }) : m.engagement_next_answer_hint(),
    href: '/proposals',
  };
  const waits = proposals.waiting > 0;
  const steps: (NextStep | false)[] = [
    waits && oldest >= WAITS_LONG_DAYS && answer,
    surveys.awaiting > 0 && {
      id: 'decide',
      text: m.engagement_next_decide({ count: surveys.awaiting }),
      hint: m.engagement_next_decide_hint(),
      href: '/surveys',
    },
    decisions.late > 0 && {
      id: 'late',
      text: m.engagement_next_late({ count: decisions.late }),
      hint: m.engagement_next_late_hint(),
      href: '/surveys',
    },
    waits && oldest < WAITS_LONG_DAYS && answer,
    (threads.inTime.now ?? 100) < IN_TIME && {
      id: 'threads',
      text: m.engagement_next_threads({ percent: threads.inTime.now ?? 0 }),
      hint: m.engagement_next_threads_hint(),
      href: '/engagement#threads',
    },
    mix.over.length > 0 && {
      id: 'mix',
      text: m.engagement_next_mix({ percent: mix.over[0]?.percent ?? 0, declared: mix.over[0]?.declaredPercent ?? 0 }),
      hint: m.engagement_next_mix_hint(),
      href: '/mix',
    },
    mix.sources === 0 && {
      id: 'sources',
      text: m.engagement_next_sources(),
      hint: m.engagement_next_sources_hint(),
      href: '/sources',
    },
    mix.sources > 0 &&
      mix.short.includes('trade') && {
        id: 'short',
        text: m.engagement_next_short(),
        hint: m.engagement_next_short_hint(),
        href: '/sources',
      },
    surveys.open === 0 && {
      id: 'ask',
      text: m.engagement_next_ask(),
      hint: m.engagement_next_ask_hint(),
      href: '/surveys',
    },
    proposals.received.now === 0 && {
      id: 'invite',
      text: m.engagement_next_invite(),
      hint: m.engagement_next_invite_hint(),
      href: '/proposals/poster',
    },
    reads.documents.now === undefined && {
      id: 'read',
      text: m.engagement_next_read(),
      hint: m.engagement_next_read_hint(),
      href: '/documents',
    },
  ];
  return steps.filter((step) => step !== false).slice(0, MAX_STEPS);
}

/** Whether there is nothing yet that could be told. */
export function isUntouched({ surveys, decisions, proposals, reads, mix, shares, threads }: EngagementAnswer): boolean {
  const told = [surveys.answers, reads.documents, reads.stories, mix.corporate, shares, threads.inTime];
  const counts = surveys.open + surveys.closed + surveys.awaiting + decisions.promised + proposals.waiting;
  const some = (decisions.taken.now ?? 0) + (proposals.received.now ?? 0) + (proposals.received.before ?? 0);
  return counts + some === 0 && told.every(({ now, before }) => now === undefined && before === undefined);
}
