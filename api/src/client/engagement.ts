/** The client's method about engagement. */
import { EngagementAnswer } from '../wire/engagement.ts';
import type { Caller } from './caller.ts';

/** @param caller how to ask. */
export function engagementRoutes(caller: Caller) {
  return {
    /** Sums of the last four weeks beside the four before. */
    get: () => caller.read('/api/engagement', EngagementAnswer),
  };
}
