/** Whose an address is, going by the name under which people reach Palier. */
import { expect, test } from 'vitest';
import { isOwnHost } from '../../control-panel/src/lib/sources/own-host.ts';

test.each([
  ['https://www.acme.fr/actualites/rss', 'palier.acme.fr', true],
  ['https://acme.fr/rss', 'palier.acme.fr', true],
  ['https://news.acme.co.uk/rss', 'palier.acme.co.uk', true],
  ['https://other.co.uk/rss', 'palier.acme.co.uk', false],
  ['https://acme.fr.example.com/rss', 'palier.acme.fr', false],
  ['https://lemonde.fr/rss', 'palier.acme.fr', false],
  ['http://192.168.1.20:8080/rss', '192.168.1.20', true],
  ['http://192.168.1.21/rss', '192.168.1.20', false],
  ['http://intranet/rss', 'intranet', true],
  ['not an address', 'palier.acme.fr', false],
  [undefined, 'palier.acme.fr', false],
])('%s is of the house of %s: %s', (address, here, is) => {
  expect(isOwnHost(address, here)).toBe(is);
});
