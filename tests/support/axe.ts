/**
 * What axe holds against a page as it stands, a line a rule; empty: nothing. It runs in the page itself and answers
 * violations alone, which takes a quarter of the time of a run that gathers every frame: pages have none of other origins.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What a translation alone can break. */
const WORDS = ['label-content-name-mismatch', 'button-name', 'link-name', 'label', 'image-alt', 'document-title'];
/** Elements named for a rule, and how much of each. */
const MAX_ELEMENTS = 2;
const MAX_SIGNS = 120;

/**
 * `wcag` leaves out what axe only recommends, `words` all but what another language may break on a page that was looked at
 * in one; what lies under a dialog is left out always.
 */
export async function axeFaults(page: Page, rules: 'all' | 'wcag' | 'words' = 'all'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (rules === 'wcag') axe.withTags(WCAG);
  if (rules === 'words') axe.withRules(WORDS);
  const { violations } = await axe.exclude('[inert]').analyze();
  return violations.map(({ id, nodes }) => {
    const shown = nodes.slice(0, MAX_ELEMENTS).map((node) => node.html.slice(0, MAX_SIGNS));
    return `${id} ${shown.join(' | ')}`;
  });
}
