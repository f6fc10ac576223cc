/** The list of stories in the built panel: reported ones, many at once, the keyboard, and the counts elsewhere. Over the fake API. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

const SAVED = { timeout: 8_000 };

describe.skipIf(missing !== undefined)(
  `stories in the panel${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, stored, person, at } = usePanel();
    type Page = Awaited<ReturnType<typeof opened>>;
    const idsOf = async (page: Page, query: string): Promise<string[]> =>
      (await stored(page, `stories?${query}`)).body.stories.map(({ id }: { id: string }) => id);
    const counted = (page: Page) =>
      page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: /^Veille/ });

    test('what phones reported comes first and says why; put back, the reports are answered; undone, it waits again', async () => {
      const page = await opened('/');
      const todo = page.getByRole('link', { name: /^1 actualité signalée n’est plus à l’écran/ });
      expect(await todo.getAttribute('href')).toBe('/sources?stories=waiting');
      expect(await counted(page).textContent()).toContain('11');
      await page.getByRole('link', { name: /^10 actualités attendent d’être validées/ }).waitFor();
      await todo.click();
      const first = page.getByRole('article').first();
      await first.getByText(/^Signalée par 3.téléphones.: Cela blesse \(2\), C’est faux \(1\)$/).waitFor();
      await page.keyboard.press('j');
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-story'))).toBe('rrrrrrrr');
      await page.keyboard.press('a');
      await page.getByText(/De nouveau à l’écran, les signalements ont leur réponse/).waitFor();
      expect(await idsOf(page, 'state=waiting')).not.toContain('rrrrrrrr');
      await expect.poll(() => counted(page).textContent(), SAVED).toContain('10');
      // The focus has gone on to the next one.
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-story'))).toBe('bbbbbbbb');
      await page.keyboard.press('u');
      await page.getByText(/Décision reprise/).waitFor();
      expect((await idsOf(page, 'state=waiting'))[0]).toBe('rrrrrrrr');
      await page.getByRole('button', { name: 'Remettre à l’écran' }).waitFor();
    });

    test('by keyboard one after the other, with help; what a key means is what the row’s button would do', async () => {
      const page = await opened('/sources?stories=waiting');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Raccourcis clavier' }).getByText('Actualité suivante').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-story'));
      await expect.poll(focused).toBe('bbbbbbbb');
      await page.keyboard.press('r');
      await page.getByText(/^Écartée.:/).waitFor();
      expect(await idsOf(page, 'state=blocked')).toContain('bbbbbbbb');
      await expect.poll(focused).toBe('hhhhhhh2');
      await page.keyboard.press('u');
      await page.getByText(/Décision reprise/).waitFor();
      expect(await idsOf(page, 'state=waiting')).toContain('bbbbbbbb');
    });

    test('all that is shown of one source goes on screens at once, but what was told anew; and comes back at once', async () => {
      const page = await opened('/sources?stories=waiting');
      await page.getByRole('combobox', { name: 'Source' }).selectOption('halle');
      await page.waitForURL(/source=halle/);
      // Its source tells one of them anew while the decision is on its way.
      await page.route(
        '**/api/story-decisions',
        async (route) => {
          await page.request.post(at('/api/test/retell/hhhhhhh4'), { data: { title: 'Des insultes' } });
          await route.continue();
        },
        { times: 1 },
      );
      await page.getByRole('button', { name: 'Mettre les 8 à l’écran' }).click();
      await page.getByText('7 actualités mises à l’écran').waitFor();
      await page.getByText(/^Réécrites par leur source, à relire.: Le marché du soir, 3$/).waitFor();
      expect(await idsOf(page, 'state=waiting&source=halle')).toEqual(['hhhhhhh4', 'hhhhhhhz']);
      await expect.poll(() => page.evaluate(() => document.activeElement?.id), SAVED).toBe('stories');
      await page.keyboard.press('u');
      await page.getByText('7 décisions reprises').waitFor();
      expect(await idsOf(page, 'state=waiting&source=halle')).toHaveLength(8);
      await page.request.post(at('/api/test/retell/hhhhhhh4'), { data: { title: 'Le marché du soir, 3' } });
    });

    test('the reported one is never among them; the rest is a page further', async () => {
      const page = await opened('/sources?stories=waiting');
      await page.getByText('Sans l’actualité signalée, à lire à part.').waitFor();
      await page.getByRole('link', { name: 'Afficher les 3 suivantes' }).click();
      await page.waitForURL(/from=8/);
      await expect.poll(() => page.getByRole('article').count()).toBe(3);
      await page.getByRole('button', { name: 'Écarter les 3' }).click();
      // Nothing is left there: the page goes back to the beginning by itself.
      await page.getByText('3 actualités écartées').waitFor();
      await page.waitForURL((url) => !url.search.includes('from='));
      expect((await idsOf(page, 'state=waiting'))[0]).toBe('rrrrrrrr');
      await page.getByRole('button', { name: 'Annuler' }).click();
      await page.getByText('3 décisions reprises').waitFor();
      expect((await stored(page, 'story-count')).body).toEqual({ waiting: 11, reported: 1 });
    });

    test('the filter works without scripts', async () => {
      const { context } = await person({ javaScriptEnabled: false });
      await context.request.post(at('/api/session'), {
        data: { email: 'ines@acme.fr', password: 'bonjour-palier' },
        headers: { origin: at('') },
      });
      const page = await context.newPage();
      await page.goto(at('/sources?stories=waiting'));
      await page.getByRole('combobox', { name: 'Source' }).selectOption('port');
      await page.getByRole('button', { name: 'Filtrer' }).click();
      await page.waitForURL(/stories=waiting&source=port/);
      expect(await page.getByRole('article').count()).toBe(2);
    });
  },
);
