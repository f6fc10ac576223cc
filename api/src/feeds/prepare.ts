/**
 * What is done to a feed's text before it is parsed: no document type, hence no entities of its own and nothing to
 * fetch; no signs that XML forbids; nothing before the first mark. And how the end of one that was cut off is mended.
 */

/** Where a document type may begin; further on it is content. */
const PROLOG_CHARS = 64 * 1024;

export function prepareFeed(text: string): string {
  return withoutDoctype(startingAtMark(text).replace(FORBIDDEN, ''));
}

/** Control characters other than tab and line ends, and the two that are no characters at all. Source: XML 1.0, 2.2. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/** White space, a stray mark or what a script printed first stays away. */
function startingAtMark(text: string): string {
  const at = text.search(/[<{]/);
  return at <= 0 ? text : text.slice(at);
}

function withoutDoctype(text: string): string {
  const start = text.slice(0, PROLOG_CHARS).search(/<!DOCTYPE\b/i);
  if (start < 0) return text;
  const end = doctypeEnd(text, start);
  return end === undefined ? text.slice(0, start) : text.slice(0, start) + text.slice(end);
}

/** The place after its `>`: quotes hide signs, and the part in brackets holds declarations of its own. */
function doctypeEnd(text: string, start: number): number | undefined {
  let quote = '';
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[') depth += 1;
    else if (sign === ']') depth -= 1;
    else if (sign === '>' && depth <= 0) return at + 1;
  }
  return undefined;
}

/**
 * A feed whose end did not come, or that breaks off in one item: up to its last whole item, closed. Absent when it has
 * none.
 */
export function mendFeed(text: string): string | undefined {
  const root = /<(rss|rdf:RDF|feed)\b/i.exec(text)?.[1];
  if (root === undefined) return undefined;
  const isAtom = root.toLowerCase() === 'feed';
  const last = text.lastIndexOf(isAtom ? '</entry>' : '</item>');
  if (last < 0) return undefined;
  const whole = text.slice(0, last + (isAtom ? '</entry>'.length : '</item>'.length));
  // In RDF the items stand beside the channel.
  const isInChannel = whole.lastIndexOf('<channel') > whole.lastIndexOf('</channel>');
  return `${whole}${isInChannel ? '</channel>' : ''}</${root}>`;
}
