/**
 * Friendly names for people who give none: an animal and a colour, e.g. "Lynx bleu", "Blue lynx". Chosen at random by
 * the server and kept as numbers, so each reader has them in their own language. They say nothing about anyone.
 */
import { z } from 'zod';

/** Which animal, which colour; `number` only once all pairs are taken. Indices into the two lists, which only ever grow. */
export const Pseudonym = z.strictObject({
  animal: z.int().min(0).max(255),
  colour: z.int().min(0).max(63),
  number: z.int().min(2).max(9999).optional(),
});
export type Pseudonym = z.infer<typeof Pseudonym>;

/** French, its gender, English. Append only: stored pseudonyms are positions in this list. No animal that is an insult. */
const ANIMALS: readonly (readonly [string, 'm' | 'f', string])[] = [
  ['Lynx', 'm', 'lynx'],
  ['Loutre', 'f', 'otter'],
  ['Héron', 'm', 'heron'],
  ['Mésange', 'f', 'chickadee'],
  ['Castor', 'm', 'beaver'],
  ['Hirondelle', 'f', 'swallow'],
  ['Écureuil', 'm', 'squirrel'],
  ['Tortue', 'f', 'tortoise'],
  ['Renard', 'm', 'fox'],
  ['Libellule', 'f', 'dragonfly'],
  ['Hérisson', 'm', 'hedgehog'],
  ['Chouette', 'f', 'owl'],
  ['Dauphin', 'm', 'dolphin'],
  ['Girafe', 'f', 'giraffe'],
  ['Koala', 'm', 'koala'],
  ['Seiche', 'f', 'cuttlefish'],
  ['Panda', 'm', 'panda'],
  ['Gazelle', 'f', 'gazelle'],
  ['Chamois', 'm', 'chamois'],
  ['Marmotte', 'f', 'marmot'],
  ['Faucon', 'm', 'falcon'],
  ['Cigogne', 'f', 'stork'],
  ['Cerf', 'm', 'stag'],
  ['Coccinelle', 'f', 'ladybird'],
  ['Pingouin', 'm', 'penguin'],
  ['Abeille', 'f', 'bee'],
  ['Lièvre', 'm', 'hare'],
  ['Truite', 'f', 'trout'],
  ['Merle', 'm', 'blackbird'],
  ['Antilope', 'f', 'antelope'],
  ['Narval', 'm', 'narwhal'],
  ['Mouette', 'f', 'gull'],
  ['Bouquetin', 'm', 'ibex'],
  ['Panthère', 'f', 'panther'],
  ['Colibri', 'm', 'hummingbird'],
  ['Salamandre', 'f', 'salamander'],
  ['Pélican', 'm', 'pelican'],
  ['Fauvette', 'f', 'warbler'],
  ['Rossignol', 'm', 'nightingale'],
  ['Grive', 'f', 'thrush'],
  ['Tamia', 'm', 'chipmunk'],
  ['Alouette', 'f', 'lark'],
  ['Kangourou', 'm', 'kangaroo'],
  ['Hermine', 'f', 'ermine'],
  ['Moineau', 'm', 'sparrow'],
  ['Perdrix', 'f', 'partridge'],
  ['Lama', 'm', 'llama'],
  ['Otarie', 'f', 'sea lion'],
  ['Flamant', 'm', 'flamingo'],
  ['Tourterelle', 'f', 'dove'],
  ['Élan', 'm', 'elk'],
  ['Licorne', 'f', 'unicorn'],
  ['Papillon', 'm', 'butterfly'],
  ['Rainette', 'f', 'tree frog'],
  ['Martin-pêcheur', 'm', 'kingfisher'],
  ['Genette', 'f', 'genet'],
  ['Bison', 'm', 'bison'],
  ['Gerboise', 'f', 'jerboa'],
  ['Macareux', 'm', 'puffin'],
  ['Cigale', 'f', 'cicada'],
  ['Wallaby', 'm', 'wallaby'],
  ['Sarcelle', 'f', 'teal'],
  ['Chardonneret', 'm', 'goldfinch'],
  ['Étoile de mer', 'f', 'starfish'],
];

/** French for a masculine and for a feminine animal, English. Append only. */
const COLOURS: readonly (readonly [string, string, string])[] = [
  ['bleu', 'bleue', 'blue'],
  ['vert', 'verte', 'green'],
  ['rouge', 'rouge', 'red'],
  ['jaune', 'jaune', 'yellow'],
  ['violet', 'violette', 'violet'],
  ['orange', 'orange', 'orange'],
  ['argenté', 'argentée', 'silver'],
  ['doré', 'dorée', 'golden'],
  ['turquoise', 'turquoise', 'turquoise'],
  ['rose', 'rose', 'pink'],
  ['blanc', 'blanche', 'white'],
  ['indigo', 'indigo', 'indigo'],
  ['cuivré', 'cuivrée', 'copper'],
  ['émeraude', 'émeraude', 'emerald'],
  ['lilas', 'lilas', 'lilac'],
  ['azur', 'azur', 'azure'],
  ['corail', 'corail', 'coral'],
  ['ivoire', 'ivoire', 'ivory'],
  ['safran', 'safran', 'saffron'],
  ['perle', 'perle', 'pearl'],
  ['cerise', 'cerise', 'cherry'],
  ['ambre', 'ambre', 'amber'],
  ['jade', 'jade', 'jade'],
  ['saphir', 'saphir', 'sapphire'],
];

/** How many pairs there are without a number. */
export const PSEUDONYMS = ANIMALS.length * COLOURS.length;

/** The pair at `index`, counted from 0; past the last pair it starts anew with number 2, 3 and so on. */
export function pseudonymAt(index: number): Pseudonym {
  const round = Math.floor(index / PSEUDONYMS);
  const within = index % PSEUDONYMS;
  const pair = { animal: within % ANIMALS.length, colour: Math.floor(within / ANIMALS.length) };
  return round === 0 ? pair : { ...pair, number: round + 1 };
}

/** The pseudonym in words: "Lynx bleu", "Blue lynx", "Lynx bleu 2". */
export function pseudonymText({ animal, colour, number }: Pseudonym, language: 'fr' | 'en'): string {
  const [fr, gender, en] = ANIMALS[animal % ANIMALS.length] ?? ['Lynx', 'm', 'lynx'];
  const [masculine, feminine, english] = COLOURS[colour % COLOURS.length] ?? ['bleu', 'bleue', 'blue'];
  const ending = number === undefined ? '' : ` ${number}`;
  if (language === 'fr') return `${fr} ${gender === 'm' ? masculine : feminine}${ending}`;
  return `${english.charAt(0).toUpperCase()}${english.slice(1)} ${en}${ending}`;
}

/** The pseudonym as one text, the same for the same pseudonym. */
export function pseudonymKey({ animal, colour, number }: Pseudonym): string {
  return `${animal} ${colour} ${number ?? 1}`;
}
