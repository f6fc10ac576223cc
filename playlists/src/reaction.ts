/** Reactions to a story, and the one rule for telling counts of what people did: nothing up to five, then steps of five. */
import { z } from 'zod';

/** What a phone can say of a story with one tap. No negative one: who objects reports, and a person looks. */
export const Reaction = z.enum(['like', 'useful', 'thanks']);
export type Reaction = z.infer<typeof Reaction>;
/** In the order in which they are offered. */
export const REACTIONS: readonly Reaction[] = Reaction.options;

/** Up to so many nobody is told a count; what is told grows in steps of as many, so that nobody sees one person act. */
export const TOLD_ABOVE = 5;

/** "At least so many", or nothing while there are too few to be told. */
export function toldCount(count: number): number | undefined {
  return count <= TOLD_ABOVE ? undefined : Math.floor(count / TOLD_ABOVE) * TOLD_ABOVE;
}
