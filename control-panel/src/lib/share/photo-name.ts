/** What a saved photo is called: the words of its story, so that it is found among a phone's photos. Pure. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
};

/** @param number its place, where a story has several. */
export function photoName(title: string, type: string, number?: number): string {
  const words = title
    .replace(/œ/gi, 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `${words || 'photo'}${number === undefined ? '' : `-${number}`}.${ENDINGS[type] ?? 'jpg'}`;
}
