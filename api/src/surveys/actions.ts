/** Decisions: written, changed, removed. The day of the decision and the day it was done are noted, not typed. */
import { Action, ActionId, type ActionContent } from '@palier/playlists/action';
import { inLanguage } from '@palier/playlists/in-language';
import { isoOf, type Clock } from '../clock.ts';
import { idFrom, type Random } from '../secrets.ts';
import type { ActionRecord } from '../storage/records/surveys.ts';
import { isRefused, type Storage } from '../storage/storage.ts';

const MAX_ACTIONS = 5_000;

export function createActions({ storage, clock, random }: { storage: Storage; clock: Clock; random: Random }) {
  const today = () => isoOf(clock.now()).slice(0, 10);
  const doneOn = (content: ActionContent, before?: Action) =>
    content.state === 'done' ? (before?.doneOn ?? today()) : undefined;
  return {
    async create(content: ActionContent): Promise<ActionRecord | 'no-survey' | 'full'> {
      const id = ActionId.parse(idFrom(inLanguage(content.what, 'fr'), random));
      const action = Action.parse({ ...content, id, decidedOn: today(), doneOn: doneOn(content) });
      const outcome = await storage.transact(async (tx) => {
        const survey = await tx.get('surveys', content.surveyId);
        if (survey === undefined || survey.survey.state === 'draft') return 'no-survey' as const;
        if ((await tx.all('actions')).length >= MAX_ACTIONS) return 'full' as const;
        const record: ActionRecord = { id, action, revision: 1 };
        await tx.put('actions', record);
        return record;
      });
      if (isRefused(outcome)) throw new Error('a decision has no unique look-ups');
      return outcome;
    },
    /** `check` sees the present one and may refuse; what it answers is passed on. */
    async write<R>(id: string, content: ActionContent, check: (present: Action) => R | undefined) {
      const outcome = await storage.transact(async (tx): Promise<ActionRecord | { refusal: R } | 'absent'> => {
        const record = await tx.get('actions', id);
        if (record === undefined) return 'absent';
        const refusal = check(record.action);
        if (refusal !== undefined) return { refusal };
        const { decidedOn } = record.action;
        const action = Action.parse({ ...content, id, decidedOn, doneOn: doneOn(content, record.action) });
        const changed: ActionRecord = { ...record, action, revision: record.revision + 1 };
        await tx.put('actions', changed);
        return changed;
      });
      if (isRefused(outcome)) throw new Error('a decision has no unique look-ups');
      return outcome;
    },
    remove: (id: string) => storage.transact((tx) => tx.remove('actions', id)),
  };
}
