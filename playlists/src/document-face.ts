/**
 * A document's screen face as an item of a simpler kind: points become a rules card, points with pictures become steps.
 * The wall draws that, and the publishing checks measure it. No schema library here: the page on the wall loads it.
 */
import type { DocumentPoint, DocumentShown } from './document.ts';
import type { ItemOf } from './item.ts';

/** The card or the steps that a filled document shows; undefined while it is not published. */
export function faceOf(item: ItemOf<'document'>): ItemOf<'rules'> | ItemOf<'steps'> | undefined {
  const { shown, loop, heading } = item;
  if (shown === undefined) return undefined;
  const common = { loop, ...(heading === undefined ? {} : { heading }), title: bothOf(shown, (face) => face.title) };
  const rows = stepsOf(shown);
  if (rows !== undefined) return { kind: 'steps', ...common, steps: rows, link: shown.link };
  const mark = shown.kind === 'welcome' || shown.kind === 'notice' ? () => '-' : (index: number) => `${index + 1}.`;
  const body = bothOf(shown, (face) => face.points.map((point, at) => `${mark(at)} ${escaped(point.text)}`).join('\n'));
  return { kind: 'rules', ...common, body, link: shown.link };
}

type Face = NonNullable<DocumentShown['fr']>;

function bothOf(shown: DocumentShown, of: (face: Face) => string): { fr?: string; en?: string } {
  return {
    ...(shown.fr === undefined ? {} : { fr: of(shown.fr) }),
    ...(shown.en === undefined ? {} : { en: of(shown.en) }),
  };
}

/** Two to six steps, if any point has a picture; the languages share the pictures by their order. */
function stepsOf(shown: DocumentShown): ItemOf<'steps'>['steps'] | undefined {
  const [fr, en]: DocumentPoint[][] = [shown.fr?.points ?? [], shown.en?.points ?? []];
  const longer = fr !== undefined && en !== undefined && en.length > fr.length ? en : (fr ?? []);
  if (longer.length < 2 || ![...(fr ?? []), ...(en ?? [])].some((point) => point.media !== undefined)) return undefined;
  return longer.map((_, at) => {
    const [french, english] = [fr?.[at], en?.[at]];
    const media = french?.media ?? english?.media;
    return {
      text: {
        ...(french === undefined ? {} : { fr: french.text }),
        ...(english === undefined ? {} : { en: english.text }),
      },
      ...(media === undefined ? {} : { media }),
    };
  });
}

/** Points are plain words: what Markdown would read as a sign is kept as it stands. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]()#+!|~-]/g, (sign) => `\\${sign}`).replace(/\n/g, ' ');
}
