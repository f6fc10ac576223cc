/**
 * One-time codes. What is kept of a code is its digest, apart from the answers; it is removed in the transaction that
 * takes them, so a code works once and then nothing of it is left.
 */
import { CODE_ALPHABET } from '@palier/playlists/survey';
import { digestOf, randomText, type Random } from '../secrets.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import { isRefused, type Storage } from '../storage/storage.ts';

/** 29^10, near 4 in 10^14: nobody guesses one of a few thousand. */
const LENGTH = 10;
/** The most codes of a survey. */
export const MAX_CODES = 20_000;

/** A code as people type it: in any case, with or without the hyphen. */
export function normalCode(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

export function codeId(survey: string, code: string): string {
  return digestOf(`${survey} ${normalCode(code)}`);
}

export function createCodes({ storage, random }: { storage: Storage; random: Random }) {
  return {
    /** Makes codes, as `abcde-fghjk`; undefined when there would be too many. */
    async make(id: SurveyRecord['id'], count: number): Promise<string[] | undefined> {
      const codes = Array.from({ length: count }, () => randomText(random, CODE_ALPHABET, LENGTH));
      // The order in which they are put away is not the one in which they are handed out.
      const ids = codes.map((code) => codeId(id, code)).toSorted();
      const made = await storage.transact(async (tx) => {
        const record = await tx.get('surveys', id);
        if (record === undefined || record.codesMade + count > MAX_CODES) return false;
        await tx.put('surveys', { ...record, codesMade: record.codesMade + count });
        for (const one of ids) await tx.put('surveyCodes', { id: one, surveyId: id });
        return true;
      });
      if (isRefused(made) || !made) return undefined;
      return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
    },
    left: async (id: string) => (await storage.find('surveyCodes', 'survey', id)).length,
    /** Whether this code would be taken. */
    works: async (id: string, code: string) => (await storage.get('surveyCodes', codeId(id, code)))?.surveyId === id,
  };
}
export type Codes = ReturnType<typeof createCodes>;
