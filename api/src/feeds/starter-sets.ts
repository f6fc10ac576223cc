/** Feeds to begin with, by trade: public institutions and trade papers. Whether each still answers is seen when it is added. */
import type { Topic } from '@palier/playlists/audience';
import { TopicId } from '@palier/playlists/ids';
import type { Localized } from '@palier/playlists/localized';

export type StarterSet = {
  id: string;
  name: Localized;
  feeds: readonly { name: string; url: string; language: 'fr' | 'en' }[];
};

export const STARTER_SETS: readonly StarterSet[] = [
  {
    id: 'engineering',
    name: { fr: 'Technique', en: 'Engineering' },
    feeds: [
      { name: 'LinuxFr.org', url: 'https://linuxfr.org/news.atom', language: 'fr' },
      { name: 'Developpez.com', url: 'https://www.developpez.com/index/rss', language: 'fr' },
      { name: 'IEEE Spectrum', url: 'https://spectrum.ieee.org/feeds/feed.rss', language: 'en' },
      { name: 'The GitHub Blog', url: 'https://github.blog/feed/', language: 'en' },
    ],
  },
  {
    id: 'sales',
    name: { fr: 'Commerce', en: 'Sales' },
    feeds: [
      { name: 'Blog du Modérateur', url: 'https://www.blogdumoderateur.com/feed/', language: 'fr' },
      { name: 'HubSpot Sales Blog', url: 'https://blog.hubspot.com/sales/rss.xml', language: 'en' },
    ],
  },
  {
    id: 'hr',
    name: { fr: 'Ressources humaines', en: 'Human resources' },
    feeds: [
      { name: 'Parlons RH', url: 'https://www.parlonsrh.com/feed/', language: 'fr' },
      { name: 'myRHline', url: 'https://www.myrhline.com/feed/', language: 'fr' },
      { name: 'HR Dive', url: 'https://www.hrdive.com/feeds/news/', language: 'en' },
      { name: 'Personnel Today', url: 'https://www.personneltoday.com/feed/', language: 'en' },
    ],
  },
  {
    id: 'legal',
    name: { fr: 'Juridique', en: 'Legal' },
    feeds: [
      { name: 'CNIL', url: 'https://www.cnil.fr/fr/rss.xml', language: 'fr' },
      {
        name: 'Village de la Justice',
        url: 'https://www.village-justice.com/articles/spip.php?page=backend',
        language: 'fr',
      },
      { name: 'European Data Protection Board', url: 'https://www.edpb.europa.eu/feed/news_en', language: 'en' },
    ],
  },
  {
    id: 'finance',
    name: { fr: 'Finance', en: 'Finance' },
    feeds: [
      { name: 'Insee', url: 'https://www.insee.fr/fr/flux/1', language: 'fr' },
      { name: 'European Central Bank', url: 'https://www.ecb.europa.eu/rss/press.html', language: 'en' },
    ],
  },
  {
    id: 'production',
    name: { fr: 'Production', en: 'Production' },
    feeds: [
      {
        name: 'Techniques de l’Ingénieur',
        url: 'https://www.techniques-ingenieur.fr/actualite/feed/',
        language: 'fr',
      },
      { name: 'INRS', url: 'https://www.inrs.fr/rss/?feed=actualites', language: 'fr' },
      { name: 'The Manufacturer', url: 'https://www.themanufacturer.com/feed/', language: 'en' },
      { name: 'EU-OSHA', url: 'https://osha.europa.eu/en/rss-feeds/latest/news.xml', language: 'en' },
    ],
  },
];

/** The topic that each set brings along. */
export const STARTER_TOPICS: readonly Topic[] = STARTER_SETS.map(({ id, name }) => ({ id: TopicId.parse(id), name }));
