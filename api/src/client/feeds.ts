/** Sources of stories, what they bring, and topics. */
import { Story } from '@palier/playlists/story';
import * as wire from '../wire/feeds.ts';
import { enc, query, type Caller } from './caller.ts';

export function sourceRoutes(caller: Caller, baseUrl: string) {
  const one = (id: string) => `/api/sources/${enc(id)}`;
  return {
    list: () => caller.read('/api/sources', wire.SourcesAnswer),
    get: (id: string) => caller.read(one(id), wire.SourceView),
    /** A feed is asked before this answers. */
    add: (draft: wire.SourceDraft) => caller.send('POST', '/api/sources', wire.SourceView, draft),
    find: (address: string) => caller.send('POST', '/api/sources/find', wire.FoundFeeds, { address }),
    change: (id: string, patch: wire.SourcePatch) => caller.send('PATCH', one(id), wire.SourceView, patch),
    remove: (id: string) => caller.done('DELETE', one(id)),
    refresh: (id: string) => caller.send('POST', `${one(id)}/refresh`, wire.SourceView, {}),
    write: (id: string, story: wire.OwnStoryInput) => caller.send('POST', `${one(id)}/stories`, Story, story),
    importOpml: (asked: wire.OpmlImport) => caller.send('POST', '/api/sources/opml', wire.ImportAnswer, asked),
    /** Where the list can be downloaded. */
    opmlUrl: `${baseUrl}/api/sources/opml`,
    starterSets: () => caller.read('/api/sources/starter', wire.StarterSetsAnswer),
    addStarterSets: (asked: wire.StarterAsked) => caller.send('POST', '/api/sources/starter', wire.ImportAnswer, asked),
  };
}

export function storyRoutes(caller: Caller) {
  return {
    list: (asked: wire.StoriesQuery = {}) =>
      caller.read(`/api/stories${query({ ...asked, from: asked.from?.toString() })}`, wire.StoriesAnswer),
    act: (id: string, act: wire.StoryAct) => caller.send('POST', `/api/stories/${enc(id)}`, Story, act),
    /** One decision for many that wait; each by itself. */
    decideMany: (asked: wire.BulkStories) => caller.send('POST', '/api/story-decisions', wire.BulkStoriesDone, asked),
    count: () => caller.read('/api/story-count', wire.StoryCount),
    /** A story of the house, to be edited. */
    own: (id: string) => caller.readVersioned(`/api/stories/${enc(id)}`, Story),
    /** In place: same page, same QR. `etag` of the version it was edited from. */
    edit: (id: string, story: wire.OwnStoryInput, etag: string) =>
      caller.sendVersioned('PUT', `/api/stories/${enc(id)}`, Story, story, etag),
    remove: (id: string) => caller.done('DELETE', `/api/stories/${enc(id)}`),
  };
}

export function topicRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/topics', wire.TopicsAnswer),
    set: (topics: wire.TopicsDraft) => caller.send('PUT', '/api/topics', wire.TopicsAnswer, topics),
  };
}
