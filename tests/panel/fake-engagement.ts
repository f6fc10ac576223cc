/** The fake API's engagement and ready campaigns: figures of every kind, and a campaign of each state. */
import { Hono } from 'hono';
import { EVERYONE } from '@palier/playlists/audience';
import { Playlist } from '@palier/playlists/playlist';
import { EngagementAnswer } from '../../api/src/wire/engagement.ts';
import { CampaignView } from '../../api/src/wire/starter.ts';
import { CAMPAIGNS } from '../../api/src/starter/campaigns.ts';
import type { World } from './fake-world.ts';

export function createFakeEngagement(world: World): Hono {
  const engagement = EngagementAnswer.parse({
    from: '2026-10-27',
    to: '2026-11-23',
    beforeFrom: '2026-09-29',
    surveys: {
      participation: { now: 62, before: 41, trend: 'up' },
      answers: { now: 1250, before: 1240, trend: 'same' },
      open: 1,
      closed: 2,
      awaiting: 1,
      overdue: 1,
    },
    decisions: {
      taken: { now: 4, before: 2, trend: 'up' },
      done: { now: 1, before: 3, trend: 'down' },
      promised: 6,
      late: 2,
    },
    threads: { inTime: { before: 90 }, promisedHours: 16 },
    proposals: {
      received: { now: 12, before: 7, trend: 'up' },
      hours: { now: 30, before: 70, trend: 'down' },
      waiting: 3,
      oldestDays: 4,
    },
    reads: { documents: { now: 145, before: 60, trend: 'up' }, stories: {} },
    mix: {
      corporate: { now: 34, before: 20, trend: 'up' },
      over: [{ audienceId: EVERYONE, name: 'Palier', percent: 34, declaredPercent: 20 }],
      short: ['trade'],
      sources: 3,
    },
    shares: {},
  });
  const campaigns = CAMPAIGNS.map(({ id, name, about, playlistId, entries, survey, document }, index) =>
    CampaignView.parse({
      id,
      name,
      about,
      entries: Playlist.parse({ id: playlistId, name, entries: entries({ survey: 'semaine', document: 'livret' }) })
        .entries,
      ...(survey === undefined ? {} : { survey: { title: survey.title, questions: 3, seconds: 30 } }),
      ...(document === undefined
        ? {}
        : { document: { title: { fr: document.fr?.title, en: document.en?.title }, own: index === 2 } }),
      ...(index === 0
        ? {
            made: {
              at: new Date(world.now() - 3_600_000).toISOString(),
              by: 'Inès',
              playlist: { id: 'journee', scheduled: true },
              survey: { id: 'brouillon', state: 'draft' },
            },
          }
        : {}),
    }),
  );
  const named = (id: string | undefined) => campaigns.find((campaign) => campaign.id === id);
  return new Hono()
    .get('/api/engagement', (c) => c.json(engagement))
    .get('/api/starter', (c) => c.json({ campaigns }))
    .post('/api/starter/:id', (c) => {
      const campaign = named(c.req.param('id'));
      if (campaign === undefined) return c.notFound();
      campaign.made = CampaignView.shape.made.parse({
        at: new Date(world.now()).toISOString(),
        by: 'Inès Marchal',
        playlist: { id: 'journee', scheduled: false },
      });
      return c.json(campaign);
    })
    .delete('/api/starter/:id', (c) => {
      const campaign = named(c.req.param('id'));
      if (campaign === undefined) return c.notFound();
      delete campaign.made;
      return c.json({ campaign, kept: ['document'] });
    });
}
