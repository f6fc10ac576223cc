/**
 * The schedule by hand in a real Chromium, over the built panel and the real engine: dragged, stretched and drawn by
 * pointer, moved by keys alone, asked for which days, told what hides it, taken back; narrow and in axe's eyes.
 */
import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../support/axe.ts';
import { missing, usePanel } from './built-panel.ts';

const WEEK = '/schedule?screen=cafeteria&week=2026-11-23';

describe.skipIf(missing !== undefined)(
  `the schedule by hand${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, at } = usePanel();

    type Stored = {
      id: string;
      daypart?: { from: string; until: string };
      recurrence: { kind: string; dates?: string[] };
      except: string[];
    };
    async function rules(page: Page): Promise<Stored[]> {
      return (await (await page.request.get(at('/api/schedules/semaine'))).json()).rules;
    }
    const once = async (page: Page) =>
      (await rules(page))
        .filter((rule) => rule.recurrence.kind === 'dates')
        .map((rule) => [rule.recurrence.dates?.join(), rule.daypart?.from, rule.daypart?.until]);

    test('drawn over empty time, dragged to another day, stretched, and all of it taken back', async () => {
      const page = await opened(WEEK);
      const saturday = await page.locator('ol.column').nth(5).boundingBox();
      if (saturday === null) throw new Error('no Saturday');
      const drag = async (from: [number, number], to: [number, number]) => {
        await page.mouse.move(...from);
        await page.mouse.down();
        await page.mouse.move(from[0] + 8, from[1] + 8);
        await page.mouse.move(...to, { steps: 3 });
        await page.mouse.up();
      };
      await drag([saturday.x + 40, saturday.y + 300], [saturday.x + 40, saturday.y + 378]);
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await expect.poll(() => once(page)).toHaveLength(1);
      const [[date, from, until] = []] = await once(page);
      expect(date).toBe('2026-11-28');

      const slab = page.locator('[data-slab*="2026-11-28"]');
      const box = await slab.boundingBox();
      if (box === null) throw new Error('nothing was drawn');
      await drag([box.x + 40, box.y + 20], [box.x + 40 + saturday.width, box.y + 20]);
      await expect.poll(() => once(page)).toEqual([['2026-11-29', from, until]]);

      const moved = await page.locator('[data-slab*="2026-11-29"]').boundingBox();
      if (moved === null) throw new Error('it was not moved');
      await drag([moved.x + 40, moved.y + moved.height], [moved.x + 40, moved.y + moved.height + 60]);
      await expect.poll(async () => (await once(page))[0]?.[2]).not.toBe(until);

      await page.keyboard.press('Control+z');
      await expect.poll(() => once(page)).toEqual([['2026-11-29', from, until]]);
      await page.keyboard.press('Control+z');
      await expect.poll(() => once(page)).toEqual([['2026-11-28', from, until]]);
      await page.keyboard.press('Control+Shift+z');
      await expect.poll(() => once(page)).toEqual([['2026-11-29', from, until]]);
      await page.locator('[data-slab*="2026-11-29"]').focus();
      await page.keyboard.press('Delete');
      await expect.poll(() => once(page)).toEqual([]);
      await page.context().close();
    });

    test('by the keyboard alone: one day of a repeated rule, told beforehand what hides it', async () => {
      const page = await opened(WEEK);
      await page.locator('[data-slab="semaine jour 2026-11-25 2"]').focus();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Shift+ArrowDown');
      await expect
        .poll(() => page.locator('p[role=status]').first().textContent())
        .toContain('mercredi 25 novembre, de 08:15 à 18:00');
      await page.keyboard.press('Enter');
      // The dialog takes the focus as it opens; a key before that would go elsewhere.
      await page.locator('[role=dialog]:focus-within').waitFor();
      await page.getByRole('button', { name: 'Enregistrer', exact: true }).press('Enter');
      await page.getByRole('alert').getByText('« Arrivée » l’emporte (priorité 10).').first().waitFor();
      expect(await once(page)).toEqual([]);
      await page.getByRole('button', { name: 'Enregistrer quand même' }).press('Enter');
      await expect.poll(() => once(page)).toEqual([['2026-11-25', '08:15', '18:00']]);
      expect((await rules(page)).find((rule) => rule.id === 'jour')?.except).toEqual(['2026-11-25']);
      await page.keyboard.press('Control+z');
      await expect.poll(() => once(page)).toEqual([]);
      await page.context().close();
    });

    test('the hour that comes twice is asked for in words, and its address can be sent', async () => {
      const page = await opened('/schedule?screen=cafeteria&at=2026-10-25T02:30');
      await page.getByText('02:30 revient deux fois ce jour-là').waitFor();
      await page.getByRole('link', { name: 'Deuxième fois' }).click();
      await page.waitForURL(/second=1/);
      expect(await page.getByText('25 h').first().isVisible()).toBe(true);
      expect(new URL(page.url()).searchParams.get('at')).toBe('2026-10-25T02:30');
      await page.context().close();
    });

    test.each([
      ['/schedule?view=month&week=2026-11-10', 1366],
      [WEEK, 320],
    ])('%s at %d pixels: nothing scrolls sideways, axe is content', async (path, width) => {
      const page = await opened(path, { viewport: { width, height: 800 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await axeFaults(page, 'wcag')).toEqual([]);
      await page.context().close();
    });
  },
);
