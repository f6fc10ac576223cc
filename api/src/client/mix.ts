/** Audiences, and the mix that was really played. */
import { AudiencesAnswer, MixAnswer, type AudiencesDraft } from '../wire/mix.ts';
import type { Caller } from './caller.ts';

export function mixRoutes(caller: Caller) {
  return {
    audiences: () => caller.read('/api/audiences', AudiencesAnswer),
    setAudiences: (draft: AudiencesDraft) => caller.send('PUT', '/api/audiences', AudiencesAnswer, draft),
    /** Of each audience what was declared, what is planned, and what screens played in the last day. */
    played: () => caller.read('/api/mix', MixAnswer),
  };
}
