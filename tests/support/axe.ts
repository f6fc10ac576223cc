/**
 * What axe holds against a page as it stands, a line a rule; empty: nothing. It runs in the page itself and answers
 * violations alone, which takes a quarter of the time of a run that gathers every frame: pages have none of other origins.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Elements named for a rule, and how much of each. */
const MAX_ELEMENTS = 2;
const MAX_SIGNS = 120;

/** `wcag` leaves out what axe only recommends; what lies under a dialog is left out always. */
export async function axeFaults(page: Page, rules: 'all' | 'wcag' = 'all'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules === 'wcag' ? axe.withTags(WCAG) : axe).exclude('[inert]').analyze();
  return violations.map(({ id, nodes }) => {
    const shown = nodes.slice(0, MAX_ELEMENTS).map((node) => node.html.slice(0, MAX_SIGNS));
    return `${id} ${shown.join(' | ')}`;
  });
}
