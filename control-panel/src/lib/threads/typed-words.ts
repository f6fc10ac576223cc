/** What the server says of words that were typed: which are in the list, and which are near. */
import { z } from 'zod';
import type { Problem } from '#lib/api.ts';

const TypedWords = z.array(
  z.looseObject({ typed: z.string(), known: z.boolean(), suggestions: z.array(z.string()).default([]) }),
);
export type TypedWord = z.infer<typeof TypedWords>[number];

/** Of a `receipt-words` problem; empty when it says nothing. */
export function typedWords(problem: Problem): TypedWord[] {
  return TypedWords.safeParse(problem['words']).data ?? [];
}
