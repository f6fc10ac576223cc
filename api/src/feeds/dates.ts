/** Dates as feeds write them: RFC 822 with all its liberties, ISO 8601, and some that are neither. Never reads a clock. */

/** Zones that feeds name and JavaScript does not know. */
const ZONES: Readonly<Record<string, string>> = {
  CET: '+0100',
  CEST: '+0200',
  MET: '+0100',
  MEST: '+0200',
  WET: '+0000',
  WEST: '+0100',
  BST: '+0100',
  EET: '+0200',
  EEST: '+0300',
  MSK: '+0300',
  JST: '+0900',
  AEST: '+1000',
};
const FRENCH: readonly [RegExp, string][] = [
  [/\b(janv|jan)\w*\.?/i, 'Jan'],
  [/\bf[ée]v\w*\.?/i, 'Feb'],
  [/\bmars\b/i, 'Mar'],
  [/\bavr\w*\.?/i, 'Apr'],
  [/\bmai\b/i, 'May'],
  [/\bjuin\b/i, 'Jun'],
  [/\bjuil\w*\.?/i, 'Jul'],
  [/\bao[uû]t\b/i, 'Aug'],
  [/\bd[ée]c\w*\.?/i, 'Dec'],
];
/** No feed is older: such a date is a clock that was never set. */
const OLDEST_MS = Date.UTC(1990, 0, 1);

/** Epoch milliseconds; absent when it is no date. A time without a zone is taken as UTC. */
export function feedDateMs(text: string | undefined): number | undefined {
  if (text === undefined || text.length > 80) return undefined;
  const ms = Date.parse(spelled(text.trim()));
  return Number.isNaN(ms) || ms < OLDEST_MS ? undefined : ms;
}

function spelled(text: string): string {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text,
  );
  if (iso !== null) {
    const zone = (iso[3] ?? 'Z').toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
    return `${iso[1]}T${iso[2] ?? '00:00'}${zone}`;
  }
  let plain = text
    .replace(/^\p{L}{2,9}\.?,?\s+(?=\d)/u, '')
    .replace(/\([^)]*\)$/, '')
    .trim();
  if (!/[A-Z][a-z]{2}/.test(plain) || /[éû]|juin|juil|avr|mai\b/i.test(plain)) {
    for (const [word, month] of FRENCH) plain = plain.replace(word, month);
  }
  const named = /\s([A-Z]{3,4})$/.exec(plain)?.[1];
  if (named !== undefined && ZONES[named] !== undefined) return plain.slice(0, -named.length) + ZONES[named];
  return /(\s[+-]\d{4}|\s(GMT|UTC?|Z|[ECMP][SD]T))$/i.test(plain) ? plain : `${plain} GMT`;
}
