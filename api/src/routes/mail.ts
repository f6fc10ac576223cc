/** Mail: its state, and a test letter that answers in the mail server's own words. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import { createLimiter } from '../limiter.ts';
import { letterOf } from '../mail/letter.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import type { MailTestAnswer } from '../wire/mail.ts';

export function mailRoutes({ mail, clock, publicUrl }: Parts) {
  /** Test letters per administrator: a button pressed in anger is no flood. */
  const tests = createLimiter(clock, { free: 5, firstWaitMs: 10_000, maxWaitMs: 60_000, forgetMs: 300_000 });
  return new Hono<ApiEnv>()
    .get('/api/mail', async (c) => c.json(await mail.view()))
    .post('/api/mail/test', async (c) => {
      const caller = c.get('caller');
      if (caller.kind !== 'person') return problem(c, 'not-signed-in');
      if (!mail.configured)
        return problem(c, 'mail-not-set-up', { detail: 'Set SMTP_URL and MAIL_FROM and start again.' });
      const waitMs = tests.waitMs(caller.user.id);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      tests.count(caller.user.id);
      const to = caller.user.email;
      const outcome = await mail.test({ to, ...testLetter(caller.user.language, publicUrl()) });
      if ('refused' in outcome) return problem(c, 'mail-refused', { detail: outcome.refused });
      return c.json({ to, words: outcome.words } satisfies MailTestAnswer);
    })
    .post('/api/mail/retry', async (c) => {
      await mail.retry();
      return c.json(await mail.view());
    });
}

function testLetter(language: 'fr' | 'en', url: string) {
  return language === 'fr'
    ? letterOf({
        language,
        subject: 'Palier\u00a0: essai d’envoi',
        paragraphs: [
          'Ce message montre que Palier sait envoyer du courrier.',
          'Les alertes des écrans arriveront à cette adresse.',
        ],
        link: { label: 'Ouvrir le panneau', url },
      })
    : letterOf({
        language,
        subject: 'Palier: test mail',
        paragraphs: [
          'This message shows that Palier can send mail.',
          'Alerts about screens will come to this address.',
        ],
        link: { label: 'Open the panel', url },
      });
}
