/** Addresses of stories: only http and https, without what follows readers around, and in one spelling to compare. */

/** Parameters that say where a reader came from and change nothing of the page. */
const FOLLOWING =
  /^(utm_.*|wt_.*|mtm_.*|pk_.*|piwik_.*|at_(medium|campaign|custom\d*|link.*|ptr.*|format|bbc.*|creation|variant)|ns_(mchannel|source|campaign|linkname|fee)|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|_hs(enc|mi)|vero_.*|oly_.*|xtor|xtref|cmpid?|campaign_id|ref_?(src|url)|ref_|rss|from_?rss|source_?rss|ito|ncid|sr_share|share_.*|spm|_ga|_gl|trk|guce.*)$/i;
/** Where a reader came from on most sites, the number of an article on some. */
const MAYBE_FOLLOWING = 'ref';
const MAX_CHARS = 1_000;

/** The address to read on at; absent when it is none that a browser may follow. */
export function storyAddress(text: string | undefined, base?: string): string | undefined {
  const url = text === undefined ? null : URL.parse(text.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined;
  url.username = '';
  url.password = '';
  for (const name of new Set(url.searchParams.keys())) if (FOLLOWING.test(name)) url.searchParams.delete(name);
  if (isFollowed(url)) url.searchParams.delete(MAYBE_FOLLOWING);
  if (/^#?(xtor|utm_|ref|Echobox|at_)/i.test(url.hash.slice(1))) url.hash = '';
  return url.href.length > MAX_CHARS ? undefined : url.href;
}

/** Whether `ref` only says where a reader came from: no number, and the page is named without it. */
function isFollowed(url: URL): boolean {
  const values = url.searchParams.getAll(MAYBE_FOLLOWING);
  if (values.length === 0 || values.some((value) => /^\d+$/.test(value))) return false;
  return url.pathname !== '/' || url.searchParams.size > values.length;
}

/** Two addresses of one article are the same text here. Not an address to open. */
export function canonicalAddress(address: string): string {
  const url = URL.parse(storyAddress(address) ?? address);
  if (url === null) return address;
  const host = url.hostname.toLowerCase().replace(/^(www\d?|m|mobile|amp)\./, '');
  const path = url.pathname.replace(/\/(index\.(html?|php)|amp)?$/i, '').replace(/\/{2,}/g, '/');
  url.searchParams.sort();
  return `${host}${path}${url.search}`;
}
