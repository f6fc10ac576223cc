/** The solved riddle that a page's script puts into a form before it goes; absent without scripts. */
import { formText } from '#lib/form-text.ts';
import type { Solution } from '#lib/phone/proof.ts';

export function proofOf(form: FormData): Solution | undefined {
  const challenge = formText(form, 'challenge', 200);
  const n = Number(formText(form, 'n'));
  return challenge === '' || !Number.isSafeInteger(n) || n < 0 ? undefined : { challenge, n };
}
