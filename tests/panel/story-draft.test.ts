/** A story of the house in its form: good beginnings, nothing lost on the way there and back, and known descriptions. */
import { describe, expect, test } from 'vitest';
import { Topic } from '@palier/playlists/audience';
import { Playlist } from '@palier/playlists/playlist';
import { Source } from '@palier/playlists/source';
import { Story } from '@palier/playlists/story';
import { bodyOf, fieldsOf, knownAlt, newFields } from '../../control-panel/src/lib/sources/story-draft.ts';
import { OwnStory } from '../../api/src/wire/feeds.ts';
import { editedOf } from '../../api/src/feeds/own-stories.ts';

const source = Source.parse({ id: 'maison', name: 'La maison', kind: 'own', voice: 'corporate', topics: ['hr'] });
const topics = ['hr', 'sales'].map((id) => Topic.parse({ id, name: { fr: id } }));
const story = (more: object = {}) =>
  Story.parse({
    id: 'aaaaaaaa',
    voice: 'corporate',
    sourceId: 'maison',
    credit: 'La maison',
    title: 'La cantine rouvre',
    publishedAt: '2026-11-23T10:00:00.000Z',
    state: 'live',
    ...more,
  });

test('a new one is about what its source is about, in the writer’s language, without end', () => {
  const body = bodyOf({ ...newFields(source, 'en'), title: ' Hello ' }, topics);
  expect(OwnStory.parse(body)).toEqual({ title: 'Hello', language: 'en', topics: ['hr'] });
});

describe('there and back', () => {
  test.each([
    ['bare', {}],
    [
      'with everything',
      {
        excerpt: 'Mardi.',
        url: 'https://x.example/a',
        language: 'fr',
        topics: ['sales'],
        picture: 'a.jpg',
        alt: 'La salle',
      },
    ],
    ['an end in the middle of a day', { expiresAt: '2026-12-01T09:17:00.000Z' }],
    ['a language that the house does not speak', { language: 'de' }],
  ])('nothing changes of a story %s', (_, more) => {
    const before = story(more);
    expect(OwnStory.parse(bodyOf(fieldsOf(before), topics, before))).toEqual(OwnStory.parse(editedOf(before)));
  });

  test('a picture that goes takes its description along; a day that is chosen counts whole; gone topics go', () => {
    const before = story({ picture: 'a.jpg', alt: 'La salle', topics: ['hr', 'gone'] });
    const body = bodyOf({ ...fieldsOf(before), picture: undefined, until: '2026-12-24' }, topics, before);
    expect(OwnStory.parse(body)).toEqual({
      title: before.title,
      expiresAt: new Date('2026-12-24T23:59:59').toISOString(),
      topics: ['hr'],
    });
  });
});

test('a picture that a playlist describes is known by those words, in the language of the story', () => {
  const described = { kind: 'picture', media: 'a.jpg', alt: { fr: 'La salle', en: 'The hall' } };
  const entries = [
    { id: 'one', durationMs: 8000, item: { kind: 'picture', media: 'a.jpg' } },
    { id: 'two', durationMs: 8000, item: described },
  ];
  const playlists = [Playlist.parse({ id: 'day', name: { fr: 'Jour' }, entries })];
  expect(['fr', 'en', 'de'].map((language) => knownAlt('a.jpg', playlists, language))).toEqual([
    'La salle',
    'The hall',
    'La salle',
  ]);
  expect(knownAlt('b.jpg', playlists, 'fr')).toBeUndefined();
});
