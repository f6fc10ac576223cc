/** What a refused passphrase or recovery key is answered, and how good a new one is. */
import type { Problem } from '#lib/api.ts';
import { m } from '#lib/paraglide/messages.js';
import { fieldFault, problemWords } from '#lib/problem-words.ts';

export const MIN_PASSPHRASE = 12;

export function passphraseFault(problem: Problem): string {
  const code = problem.type.split('#')[1];
  if (code === 'passphrase-wrong') return m.inbox_pass_wrong();
  if (code === 'inbox-outside') return m.inbox_pass_outside();
  if (code === 'inbox-tampered') return m.inbox_pass_tampered({ what: problem.detail ?? '' });
  if (problem.status === 429) return m.inbox_pass_too_many();
  if (fieldFault(problem, 'passphrase') !== undefined || fieldFault(problem, 'next') !== undefined)
    return m.inbox_pass_short({ count: MIN_PASSPHRASE });
  if (fieldFault(problem, 'recovery') !== undefined) return m.inbox_pass_wrong();
  return problemWords(problem);
}

/** Long beats complicated: words are counted, and what is one word repeated counts once. */
export function passphraseLevel(passphrase: string): 'short' | 'fair' | 'good' {
  if (passphrase.length < MIN_PASSPHRASE) return 'short';
  const words = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s,.-]+/)
      .filter((word) => word.length > 1),
  );
  const different = new Set(passphrase).size;
  return (words.size >= 4 && passphrase.length >= 18) || (passphrase.length >= 20 && different >= 12) ? 'good' : 'fair';
}
