/** Samples of every kind, in three lengths: `rules`, `rules-long`, `rules-short`. */
import { Item } from '@palier/playlists/item';
import { STORIES } from './stories.ts';

const LONG_FR =
  'Anticonstitutionnellement parlant, l’accompagnement professionnel des collaboratrices et collaborateurs nouvellement arrivés commence ici';
const link = {
  url: 'https://palier.acme.fr/charte',
  label: 'palier.acme.fr/charte',
  caption: { fr: 'Toute la charte en 3 minutes', en: 'The whole charter in 3 minutes' },
};
const both = (fr: string, en: string) => ({ fr, en });

const raw: Record<string, unknown> = {
  ...STORIES,
  survey: {
    kind: 'survey',
    survey: 'teletravail',
    shown: {
      title: both(
        'Deux jours de télétravail : ça marche pour votre équipe ?',
        'Two days of remote work: does it suit your team?',
      ),
      mode: 'anonymous',
      seconds: 43,
      url: 'https://palier.acme.fr/s/k7fq2p',
      label: 'palier.acme.fr/s/k7fq2p',
      rotates: true,
      participation: 125,
      state: 'open',
    },
  },
  'survey-long': {
    kind: 'survey',
    survey: 'teletravail',
    title: both(LONG_FR.slice(0, 118), LONG_FR.slice(0, 118)),
    shown: {
      title: both('x', 'x'),
      mode: 'confidential',
      seconds: 95,
      url: 'http://192.168.100.100:8080/s/k7fq2p',
      label: '192.168.100.100:8080/s/k7fq2p',
      rotates: false,
      participation: 12500,
      state: 'open',
    },
  },
  'survey-closed': {
    kind: 'survey',
    survey: 'cantine',
    shown: {
      title: both('Le déjeuner d’aujourd’hui', 'Today’s lunch'),
      mode: 'anonymous',
      seconds: 20,
      url: 'https://palier.acme.fr/s/k7fq2p',
      label: 'palier.acme.fr/s/k7fq2p',
      rotates: false,
      participation: 40,
      state: 'closed',
    },
  },
  'survey-results': {
    kind: 'survey-results',
    survey: 'cantine',
    figure: 'plus',
    shown: {
      title: both('À la cantine, j’en voudrais plus', 'In the canteen, I would like more'),
      chart: 'options',
      answers: 184,
      bars: [
        { cell: 'a', label: both('Produits de saison', 'Seasonal food'), percent: 34, few: false },
        { cell: 'b', label: both('Plats végétariens', 'Vegetarian dishes'), percent: 61, few: false },
        {
          cell: 'c',
          label: both('De quoi emporter, les jours de réunion', 'Food to take away, on days of meetings'),
          percent: 27,
          few: false,
        },
        { cell: 'd', label: both('Crudités', 'Salads'), percent: 9, few: false },
      ],
      asOf: '2026-11-20',
      closed: true,
    },
  },
  'survey-results-enps': {
    kind: 'survey-results',
    survey: 'barometre',
    figure: 'enps',
    shown: {
      title: both('Recommanderiez-vous de travailler ici ?', 'Would you recommend working here?'),
      chart: 'steps',
      answers: 412,
      bars: [1, 1, 2, 3, 3, 8, 9, 18, 24, 17, 14].map((percent, index) => ({
        cell: String(index),
        label: both(String(index), String(index)),
        percent,
        few: false,
      })),
      enps: 4,
      mean: 7.4,
      most: 10,
      change: 6,
      asOf: '2026-11-20',
      closed: false,
    },
  },
  'survey-results-empty': { kind: 'survey-results', survey: 'cantine', figure: 'plus' },
  decision: {
    kind: 'decision',
    action: 'vegetarien',
    shown: {
      asked: both('61 % ont demandé : des plats végétariens', '61 % asked for vegetarian dishes'),
      answer: both(
        'Deux plats végétariens chaque jour, depuis lundi.',
        'Two vegetarian dishes every day, since Monday.',
      ),
      verdict: 'we-will',
      state: 'done',
      source: both('Le déjeuner d’aujourd’hui', 'Today’s lunch'),
      decidedOn: '2026-11-16',
    },
  },
  'decision-not': {
    kind: 'decision',
    action: 'piscine',
    shown: {
      asked: both(
        '38 % ont demandé : une salle de sport dans le bâtiment B, ouverte le soir',
        '38 % asked for a gym in building B, open in the evening',
      ),
      answer: both(
        'Nous ne le ferons pas : le plancher ne le porte pas, et le club d’en face nous fait un tarif dès janvier.',
        'We will not: the floor does not carry it, and the club across the street gives us a price from January.',
      ),
      verdict: 'we-will-not',
      state: 'planned',
      source: both('Notre baromètre', 'Our barometer'),
      decidedOn: '2026-11-16',
    },
  },
  rules: {
    kind: 'rules',
    heading: both('Charte réseaux sociaux', 'Social media charter'),
    title: both("Parler de l'entreprise, sans risque", 'Talk about work, without the risk'),
    body: both(
      '1. Dites "je", pas "nous".\n2. Rien de confidentiel : clients, chiffres, collègues.\n3. Un doute ? Demandez avant de publier.',
      '1. Say "I", not "we".\n2. Nothing confidential: clients, figures, colleagues.\n3. In doubt? Ask before you post.',
    ),
    link,
  },
  'rules-long': {
    kind: 'rules',
    heading: both('Livret d’accueil, chapitre 3', 'Welcome booklet, chapter three'),
    title: both(
      LONG_FR.slice(0, 118),
      'Everything you always wanted to know about travel expenses, receipts, advances and the people who check them',
    ),
    body: both(
      "**Avant le départ**\n\n- Réservez par l'outil de voyage : le train d'abord, sous 4 h 30 de trajet.\n- Une avance de 500 € se demande 5 jours ouvrés avant.\n- Prévenez votre responsable ; son accord suffit.\n\n**Au retour**\n\n- Photographiez chaque justificatif, même les tickets de métro.\n- Envoyez tout sous 30 jours : après, la comptabilité ne peut plus rembourser.\n- Un doute ? Écrivez à notesdefrais@acme.fr.\n\n> Les repas sont remboursés au réel, jusqu'à 25 € le midi et 32 € le soir.",
      '**Before you leave**\n\n- Book in the travel tool: train first, under 4 h 30.\n- Ask for an advance of 500 € five working days ahead.\n- Tell your manager; their word is enough.\n\n**When you are back**\n\n- Take a picture of each receipt, even the small ones.\n- Send all of it within 30 days: later we cannot pay it back.\n- In doubt? Write to expenses@acme.com.\n\n> Meals are paid at cost, up to 25 € at noon and 32 € at night.',
    ),
    link,
  },
  'rules-longest': {
    kind: 'rules',
    title: both(LONG_FR.slice(0, 118), LONG_FR.slice(0, 118)),
    body: both(`${LONG_FR}. `.repeat(8).trim(), `${LONG_FR}. `.repeat(8).trim()),
    link,
  },
  'rules-short': { kind: 'rules', title: both('Porte fermée', 'Door shut'), body: both('Frappez.', 'Knock.') },
  'rules-nolink': {
    kind: 'rules',
    title: both('Vivre à plusieurs, simplement', 'Sharing a floor, simply'),
    body: both(
      '1. Le badge reste visible.\n2. Les appels se prennent en cabine.\n3. Réunion finie plus tôt ? Rendez la salle.\n4. La tasse va au lave-vaisselle.',
      '1. Keep your badge where we can see it.\n2. Take calls in a booth.\n3. Finished early? Give the room back.\n4. Cups go in the dishwasher.',
    ),
  },
  notice: {
    kind: 'notice',
    title: both("L'ascenseur B est arrêté jusqu'à jeudi", 'Lift B is out of order until Thursday'),
    body: both(
      "Prenez l'ascenseur A ou l'escalier central. Besoin d'aide ? Accueil, poste 4000.",
      'Use lift A or the central stairs. Need help? Front desk, extension 4000.',
    ),
  },
  'notice-link': {
    kind: 'notice',
    loop: 'talk',
    title: both('Les RH ont répondu à 3 conversations', 'HR answered 3 conversations'),
    body: both('Entrez votre code pour lire la réponse.', 'Enter your code to read the answer.'),
    link: {
      ...link,
      url: 'https://palier.acme.fr/rh',
      label: 'palier.acme.fr/rh',
      caption: both('Retrouver ma conversation', 'Find my conversation'),
    },
  },
  'notice-long': {
    kind: 'notice',
    loop: 'watch',
    title: both(
      'Réaménagement du deuxième étage : déménagement des équipes support et facturation',
      'Second floor works: the support and invoicing teams move for six weeks',
    ),
    body: both(
      `${LONG_FR}. ${LONG_FR}. ${LONG_FR}. ${LONG_FR}.`.slice(0, 600),
      `${LONG_FR}. ${LONG_FR}. ${LONG_FR}. ${LONG_FR}.`.slice(0, 600),
    ),
  },
  'notice-short': { kind: 'notice', title: both('Bonjour', 'Hello') },
  alarm: {
    kind: 'notice',
    tone: 'alarm',
    title: both('Évacuez le bâtiment', 'Leave the building'),
    body: both(
      "Rejoignez le parking nord par l'escalier le plus proche. N'utilisez pas les ascenseurs.",
      'Go to the north car park by the nearest stairs. Do not use the lifts.',
    ),
  },
  qr: {
    kind: 'qr',
    loop: 'ask',
    title: both(
      'Deux jours de télétravail : ça marche pour votre équipe ?',
      'Two days from home: does it work for your team?',
    ),
    facts: [both('Anonyme', 'Anonymous'), both('45 secondes', '45 seconds'), both('128 réponses', '128 answers')],
    link: { url: 'https://palier.acme.fr/avis', label: 'palier.acme.fr/avis' },
  },
  'qr-long': {
    kind: 'qr',
    loop: 'propose',
    title: both(LONG_FR.slice(0, 118), LONG_FR.slice(0, 118)),
    body: both(
      'Une idée, une photo, un coup de chapeau : la semaine prochaine, c’est peut-être la vôtre qui sera ici, avec votre nom si vous le souhaitez.',
      'An idea, a picture, a thank-you: next week it may be yours up here, with your name if you wish.',
    ),
    facts: [
      both('Deux minutes suffisent', 'Two minutes are enough'),
      both('Signé ou non', 'Signed or not'),
      both('Lu par une personne', 'Read by a person'),
      both('Réponse garantie', 'Always answered'),
    ],
    link: {
      url: 'https://palier.acme.fr/propositions/nouvelle?site=lyon',
      label: 'palier.acme.fr/propositions/nouvelle',
      caption: both('Depuis votre téléphone', 'From your phone'),
    },
  },
  'qr-short': {
    kind: 'qr',
    loop: 'talk',
    title: both('Une question ?', 'A question?'),
    link: { url: 'https://palier.acme.fr/rh' },
  },
  results: {
    kind: 'results',
    title: both('Clients qui nous recommandent', 'Clients who recommend us'),
    value: 61,
    unit: '%',
    trend: { value: 9, label: both('points en un an', 'points in a year') },
    target: 65,
    series: [41, 44, 39, 47, 52, 49, 58, 61].map((value, index) => ({ label: `T${(index % 4) + 1}`, value })),
    source: both('Baromètre clients', 'Client survey'),
    asOf: '2026-09-30',
    staleAfter: '2027-01-31',
  },
  'results-line': {
    kind: 'results',
    loop: 'talk',
    title: both('Consommation électrique du siège', 'Power used by the head office'),
    value: 12480,
    unit: 'kWh',
    trend: { value: -1870, label: both('kWh en un an', 'kWh in a year'), goodWhen: 'down' },
    target: 12000,
    chart: 'line',
    series: Array.from({ length: 24 }, (_, index) => ({
      label: `${(index % 12) + 1}/${25 + Math.floor(index / 12)}`,
      value: 14800 - index * 100 + Math.round(900 * Math.sin(index / 2)),
    })),
    source: both('Compteur général', 'Main meter'),
    asOf: '2026-10-31',
    staleAfter: '2026-12-31',
  },
  'results-stale': {
    kind: 'results',
    title: both('Résultat d’exploitation par trimestre', 'Operating result by quarter'),
    value: -3.5,
    unit: 'M€',
    trend: { value: -5.2, label: both('M€ par rapport au trimestre précédent', 'M€ on the quarter before') },
    target: 2,
    series: [
      { label: 'T1 2026', value: 1.2 },
      { label: 'T2 2026', value: 1.7 },
      { label: 'T3 2026', value: -3.5 },
    ],
    source: both('Direction financière', 'Finance'),
    asOf: '2026-06-30',
    staleAfter: '2026-10-01',
  },
  'results-one': {
    kind: 'results',
    title: both('Jours sans accident', 'Days without an accident'),
    value: 214,
    series: [],
    chart: 'none',
    source: both('Sécurité au travail', 'Safety at work'),
    asOf: '2026-11-20',
    staleAfter: '2027-01-31',
  },
  wifi: {
    kind: 'wifi',
    title: both('Le Wi-Fi des visiteurs', 'Wi-Fi for guests'),
    ssid: 'Acme-Visiteurs',
    password: 'Escalier-l0O8I',
    note: both('Scannez : le téléphone se connecte tout seul.', 'Scan, and your phone joins by itself.'),
  },
  'wifi-long': {
    kind: 'wifi',
    title: both('Le réseau sans fil des prestataires et partenaires', 'Contractors’ wireless network'),
    ssid: 'ACME Corporation; Guest "5 GHz"',
    password: 'Zq8-VtR2 mL0pXw7;Kd4,Yb9:Hs3"Nf6\\Gc5-TjA1uE0oI9lB2vCxM4zPqW',
  },
  'wifi-open': { kind: 'wifi', ssid: 'Cafe', security: 'nopass' },
  steps: {
    kind: 'steps',
    title: both('Réserver une salle en une minute', 'Book a room in one minute'),
    steps: [
      { text: both('Ouvrez l\'agenda et choisissez "Salles".', 'Open the calendar and choose "Rooms".') },
      { text: both('Prenez une salle libre ; le vert veut dire libre.', 'Pick a free room; green means free.') },
      {
        text: both(
          "Badgez à l'entrée, sinon elle est rendue après 10 minutes.",
          'Badge in, or it is given back after 10 minutes.',
        ),
      },
    ],
  },
  'steps-pictures': {
    kind: 'steps',
    title: both('Changer le filtre de la machine à café', 'Change the filter of the coffee machine'),
    steps: [
      { text: both('Coupez le courant.', 'Switch it off.'), media: 'hills.svg' },
      {
        text: both('Ouvrez le capot et tirez le filtre vers vous.', 'Open the lid and pull the filter out.'),
        media: 'sea.svg',
      },
      { text: both('Rincez, remettez, refermez.', 'Rinse, put back, close.'), media: 'hills.svg' },
    ],
    link: { ...link, caption: both('La vidéo complète', 'The whole video') },
  },
  'steps-long': {
    kind: 'steps',
    title: both(
      'Déclarer un télétravail exceptionnel depuis l’application mobile',
      'Report an exceptional day at home from the mobile application',
    ),
    steps: Array.from({ length: 6 }, () => ({
      text: both(
        'Choisissez « Demande exceptionnelle », puis le motif le plus proche de votre situation dans la liste.',
        'Choose “Exceptional request”, then the reason that is nearest to your situation in the list.',
      ),
      media: 'sea.svg',
    })),
  },
  'steps-four': {
    kind: 'steps',
    loop: 'watch',
    title: both('Premiers jours', 'First days'),
    steps: ['Badge', 'Ordinateur', 'Équipe', 'Déjeuner'].map((word) => ({ text: both(word, word) })),
    link,
  },
  picture: { kind: 'picture', media: 'hills.svg', heading: both('Notre site de Lyon', 'Our Lyon site') },
  'picture-caption': {
    kind: 'picture',
    media: 'sea.svg',
    heading: both('Photo de la semaine', 'Picture of the week'),
    caption: both('Le port au petit matin, par Awa, équipe logistique', 'The harbour at dawn, by Awa of logistics'),
  },
  'picture-story': {
    kind: 'picture',
    loop: 'watch',
    media: 'hills.svg',
    heading: both('Veille · Ingénierie', 'Trade news · Engineering'),
    title: both(
      'Le panda roux, nouveau témoin de la santé des forêts',
      'The red panda, a new witness of healthy forests',
    ),
    caption: both(
      "Un suivi par capteurs relie le recul de l'espèce à la fragmentation des versants.",
      'Sensors link the decline of the species to broken slopes.',
    ),
  },
  'picture-contain': {
    kind: 'picture',
    media: 'poster.svg',
    fit: 'contain',
    heading: both('Affiche', 'Poster'),
    caption: both('La fête de l’été, 26 juin', 'Summer party, 26 June'),
  },
  'picture-tall': { kind: 'picture', media: 'poster.svg', heading: both('Affiche', 'Poster') },
  video: {
    kind: 'video',
    media: 'clip.mp4',
    heading: both('En coulisses', 'Behind the scenes'),
    caption: both("Une journée à l'atelier, en 40 secondes", 'A day in the workshop, in 40 seconds'),
  },
  'video-contain': {
    kind: 'video',
    media: 'clip.mp4',
    fit: 'contain',
    caption: both("Une journée à l'atelier", 'A day in the workshop'),
  },
  clock: {
    kind: 'clock',
    title: both('Bonne journée', 'Have a good day'),
    places: [
      { name: 'Montréal', zone: 'America/Toronto' },
      { name: 'Singapour', zone: 'Asia/Singapore' },
      { name: 'Auckland', zone: 'Pacific/Auckland' },
    ],
  },
  'clock-short': { kind: 'clock' },
  web: {
    kind: 'web',
    title: both('Trafic autour du bureau', 'Traffic around the office'),
    url: 'https://example.com/traffic',
  },
};

/** Parsed like the product does, so that defaults are the product's. */
export const samples: Record<string, Item> = Object.fromEntries(
  Object.entries(raw).map(([name, item]) => [name, Item.parse(item)]),
);

function svgUrl(width: number, height: number, shapes: string): string {
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes}</svg>`)}`;
}

const PICTURES: Record<string, string> = {
  'hills.svg': svgUrl(
    1600,
    1000,
    '<path fill="#cfe3ee" d="M0 0h1600v1000H0z"/><circle cx="1180" cy="280" r="120" fill="#f2b33d"/><path fill="#7fa68b" d="M0 620l400-260 360 240 300-180 540 300v280H0z"/><path fill="#3f6f57" d="M0 760l520-180 420 200 660-220v440H0z"/><path fill="#24463a" d="M0 900l700-120 900 140v80H0z"/>',
  ),
  'sea.svg': svgUrl(
    1600,
    900,
    '<path fill="#f6d9b8" d="M0 0h1600v900H0z"/><circle cx="520" cy="420" r="110" fill="#e8714a"/><path fill="#2f6f8f" d="M0 470h1600v430H0z"/><path fill="#245872" d="M0 640q400-60 800 0t800 0v260H0z"/><path fill="#fffdf8" d="M1000 470l90-240 90 240z"/><path fill="#16212c" d="M960 470h260l-50 60h-160z"/>',
  ),
  'poster.svg': svgUrl(
    900,
    1300,
    '<path fill="#62388f" d="M0 0h900v1300H0z"/><circle cx="450" cy="520" r="260" fill="#f2b33d"/><text x="450" y="1020" font-family="sans-serif" font-size="120" font-weight="700" fill="#fff" text-anchor="middle">26 juin</text>',
  ),
};

export function pictureUrl(name: string): string | undefined {
  return name === 'clip.mp4' ? './gallery/clip.mp4' : PICTURES[name];
}
