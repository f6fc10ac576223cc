/** The client's methods about stories on phones and about share kits. */
import {
  FeedAnswer,
  KitsAnswer,
  KitView,
  PublicKit,
  PublicStory,
  ReactionTaken,
  ShareMade,
  type FeedQuery,
  type ReactionGiven,
  type ShareKitInput,
  type ShareWanted,
} from '../wire/share.ts';
import type { z } from 'zod';
import { enc, query, type Caller } from './caller.ts';

/** @param caller how to ask. */
export function shareRoutes(caller: Caller) {
  const one = (id: string) => `/api/share/${enc(id)}`;
  return {
    /** The week's stories with what may be told of their sharing. */
    list: () => caller.read('/api/share', KitsAnswer),
    write: (id: string, kit: ShareKitInput) => caller.send('PUT', one(id), KitView, kit),
    /** Back to the texts made from the story. */
    reset: (id: string) => caller.send('DELETE', one(id), KitView, undefined),
  };
}

/** For phones: no session, no cookie. @param caller how to ask. */
export function publicStoryRoutes(caller: Caller) {
  const one = (id: string) => `/api/public/stories/${enc(id)}`;
  return {
    feed: (asked: FeedQuery) => caller.read(`/api/public/stories${query(asked)}`, FeedAnswer),
    get: (id: string) => caller.read(one(id), PublicStory),
    countOpen: (id: string) => caller.done('POST', `${one(id)}/opens`, {}),
    react: (id: string, kind: ReactionGiven['kind']) =>
      caller.send('POST', `${one(id)}/reactions`, ReactionTaken, { kind }),
    kit: (id: string, language: 'fr' | 'en') => caller.read(`${one(id)}/kit${query({ language })}`, PublicKit),
    share: (id: string, wanted: ShareInput) => caller.send('POST', `${one(id)}/shares`, ShareMade, wanted),
  };
}
type ShareInput = z.input<typeof ShareWanted>;
