/** Text in the languages of the house. At least one is present; a reader falls back to the other. */
import { z } from 'zod';

/** A language of the house. */
export const Language = z.enum(['fr', 'en']);
export type Language = z.infer<typeof Language>;

/** A schema for a text of 1 to `maxLength` characters, trimmed, in one language at least. */
export function localized(maxLength: number) {
  const text = z.string().trim().min(1).max(maxLength);
  return z
    .strictObject({ fr: text.optional(), en: text.optional() })
    .refine((value) => value.fr !== undefined || value.en !== undefined, {
      message: 'write it in French (fr), in English (en) or in both',
    });
}

export { inLanguage, type Localized } from './in-language.ts';
