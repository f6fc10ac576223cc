/** The client's methods about ready campaigns. */
import { CampaignView, StarterAnswer, StarterUndone, type CampaignId } from '../wire/starter.ts';
import type { Caller } from './caller.ts';

/** @param caller how to ask. */
export function starterRoutes(caller: Caller) {
  const one = (id: CampaignId) => `/api/starter/${id}`;
  return {
    list: () => caller.read('/api/starter', StarterAnswer),
    /** Makes what is missing of it: a playlist, a survey and a document as drafts. */
    make: (id: CampaignId) => caller.send('POST', one(id), CampaignView, undefined),
    /** Takes back what nobody has touched; tells what stays. */
    undo: (id: CampaignId) => caller.send('DELETE', one(id), StarterUndone, undefined),
  };
}
