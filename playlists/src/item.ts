/**
 * Items: one thing shown. Each kind is one schema; the player has one component of the same name for each.
 * To add a kind: its schema here, its component in kiosk/player/src/items, its demo in playlists/library. A kind that
 * refers to a noun names it (`document: id`) and has an optional `shown`, which only the server fills (api/src/items/fill.ts).
 */
import { z } from 'zod';
import { ShownFigure } from './figure.ts';
import { DocumentShown } from './document.ts';
import { DocumentId, FigureId, NetworkId } from './ids.ts';
import { isZone } from './local-time.ts';
import { localized } from './localized.ts';
import { MediaName } from './media.ts';
import { ActionId } from './action.ts';
import { SurveyId } from './survey.ts';
import { DecisionShown, SurveyResultsShown, SurveyShown } from './survey-item.ts';
import { ShownNetwork } from './network-shown.ts';
import { StoryId, StoryShown } from './story.ts';
import { MIX_PLACES } from './mix.ts';

/** The loop an item belongs to: it decides the colour of its field. */
export const Loop = z.enum(['inform', 'ask', 'talk', 'propose', 'watch']);
export type Loop = z.infer<typeof Loop>;

const title = localized(120);
const line = localized(240);
const paragraph = localized(600);

/** A link as a QR shows it. `https:` or `http:` only; what people can type stands in `label`. */
const QrLink = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(300),
  /** The short address to type, e.g. `palier.acme.fr/charte`. Default: the URL without its scheme. */
  label: z.string().trim().min(1).max(60).optional(),
  /** What one finds there, e.g. "The whole charter in 3 minutes". */
  caption: line.optional(),
});
export type QrLink = z.infer<typeof QrLink>;

const common = {
  /** The word in the top strip, e.g. "House rules". Default: the kind's own word. */
  heading: localized(40).optional(),
  loop: Loop.default('inform'),
};

/** The point of a picture that a crop keeps, in percent from its left and its top. Absent: its middle. */
export const Focus = z.strictObject({ x: z.int().min(0).max(100), y: z.int().min(0).max(100) });
export type Focus = z.infer<typeof Focus>;

const Picture = z.strictObject({
  kind: z.literal('picture'),
  ...common,
  media: MediaName,
  fit: z.enum(['cover', 'contain']).default('cover'),
  focus: Focus.optional(),
  title: title.optional(),
  caption: line.optional(),
  /** Text alternative for the panel and the phone. */
  alt: line.optional(),
});

const Video = z.strictObject({
  kind: z.literal('video'),
  ...common,
  media: MediaName,
  fit: z.enum(['cover', 'contain']).default('cover'),
  focus: Focus.optional(),
  caption: line.optional(),
  muted: z.boolean().default(true),
});

const Rules = z.strictObject({
  kind: z.literal('rules'),
  ...common,
  title,
  /** Markdown: a short list or a few lines. HTML inside it is shown as text. */
  body: localized(1200),
  link: QrLink.optional(),
});

const Steps = z.strictObject({
  kind: z.literal('steps'),
  ...common,
  title,
  steps: z
    .array(z.strictObject({ text: line, media: MediaName.optional() }))
    .min(2)
    .max(6),
  link: QrLink.optional(),
});

const Point = z.strictObject({ label: z.string().trim().min(1).max(24), value: z.number() });

/** One to four figures by id, or one that is typed here: then title, value, source and dates belong to it. */
const Results = z
  .strictObject({
    kind: z.literal('results'),
    ...common,
    figures: z.array(FigureId).min(1).max(4).optional(),
    title: title.optional(),
    /** The figure in large type. `unit` follows it, e.g. "%", "k€". */
    value: z.number().optional(),
    unit: z.string().max(12).default(''),
    /** Change since the period before, in the same unit, and the words for it. */
    trend: z
      .strictObject({ value: z.number(), label: line, goodWhen: z.enum(['up', 'down']).default('up') })
      .optional(),
    target: z.number().optional(),
    chart: z.enum(['bar', 'line', 'none']).default('bar'),
    series: z.array(Point).max(24).default([]),
    source: line.optional(),
    asOf: z.iso.date().optional(),
    /** From this date on the figure is greyed and labelled as out of date. */
    staleAfter: z.iso.date().optional(),
    shown: z.strictObject({ figures: z.array(ShownFigure).max(4) }).optional(),
  })
  .superRefine((item, context) => {
    if (item.figures !== undefined) return;
    for (const key of ['title', 'value', 'source', 'asOf', 'staleAfter'] as const) {
      if (item[key] !== undefined) continue;
      context.addIssue({
        code: 'invalid_type',
        expected: 'nonoptional',
        path: [key],
        input: undefined,
        message: 'choose a figure, or type this',
      });
    }
  });

/** A network by id, or one that is typed here, password included: then it lies open in the playlist's file. */
const Wifi = z
  .strictObject({
    kind: z.literal('wifi'),
    ...common,
    title: title.optional(),
    network: NetworkId.optional(),
    ssid: z.string().max(32).default(''),
    security: z.enum(['WPA', 'WEP', 'nopass']).default('WPA'),
    password: z.string().max(63).default(''),
    hidden: z.boolean().default(false),
    note: line.optional(),
    /** Absent for a network that is not meant for this screen. */
    shown: ShownNetwork.optional(),
  })
  .refine((item) => item.network !== undefined || item.ssid !== '', {
    message: 'choose a network, or type its name',
    path: ['ssid'],
  });

const Notice = z.strictObject({
  kind: z.literal('notice'),
  ...common,
  title,
  body: paragraph.optional(),
  /** `alarm` is for takeovers: it fills the screen with the alarm colour. */
  tone: z.enum(['plain', 'alarm']).default('plain'),
  link: QrLink.optional(),
});

const PlaceZone = z.string().min(1).max(60).refine(isZone, 'unknown time zone: use an IANA name such as Europe/Paris');

const Clock = z.strictObject({
  kind: z.literal('clock'),
  ...common,
  title: title.optional(),
  /** Further places with their IANA zones, e.g. the other offices. */
  places: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(40), zone: PlaceZone }))
    .max(4)
    .default([]),
});

const Web = z.strictObject({
  kind: z.literal('web'),
  ...common,
  title: title.optional(),
  url: z.url({ protocol: /^https?$/ }).max(1000),
});

const Qr = z.strictObject({
  kind: z.literal('qr'),
  ...common,
  title,
  body: line.optional(),
  /** Small facts under the title, e.g. "Anonymous", "45 seconds". */
  facts: z.array(localized(30)).max(4).default([]),
  link: QrLink,
});

/** The first page of a subject: a few words in very large type, alone or beside a picture. */
const Cover = z.strictObject({
  kind: z.literal('cover'),
  ...common,
  title,
  subtitle: line.optional(),
  media: MediaName.optional(),
  focus: Focus.optional(),
  alt: line.optional(),
});

const Quote = z.strictObject({
  kind: z.literal('quote'),
  ...common,
  /** What was said, without quotation marks: the wall sets those of its language. */
  text: localized(320),
  /** Who said it, and what they do. */
  author: z.string().trim().min(1).max(60),
  role: localized(80).optional(),
  media: MediaName.optional(),
  focus: Focus.optional(),
  alt: line.optional(),
});

/** A picture and words, half and half. */
const Split = z.strictObject({
  kind: z.literal('split'),
  ...common,
  title,
  /** Markdown: a short list or a few lines. HTML inside it is shown as text. */
  body: paragraph,
  media: MediaName,
  focus: Focus.optional(),
  alt: line.optional(),
  /** On which side of a wide wall the picture stands; on a tall one it stands above. */
  side: z.enum(['left', 'right']).default('right'),
});

/** An invitation to talk to HR; says that answers wait where the server has released how many. */
const ThreadCallItem = z.strictObject({
  kind: z.literal('thread-call'),
  ...common,
  loop: Loop.default('talk'),
  /** The invitation in the organisation's own words; default: the product's. */
  title: title.optional(),
  /** Filled in by the server. */
  shown: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }).max(300), answers: z.int().min(3).optional() })
    .optional(),
});

/** An invitation to propose something for the screens. */
const ProposeItem = z.strictObject({
  kind: z.literal('propose'),
  ...common,
  loop: Loop.default('propose'),
  /** The invitation in the organisation's own words; default: the product's. */
  title: title.optional(),
  /** Filled in by the server. */
  shown: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(300) }).optional(),
});

/** A survey: the question, how to get to it, and how many took part. Of a pulse: the run that is open. */
const SurveyItem = z.strictObject({
  kind: z.literal('survey'),
  ...common,
  loop: Loop.default('ask'),
  survey: SurveyId,
  /** In place of the survey's own title. */
  title: title.optional(),
  /** Filled in by the server; absent while the survey is a draft. */
  shown: SurveyShown.optional(),
});

/** One question's answers, as far as the gate lets them be seen. */
const SurveyResults = z.strictObject({
  kind: z.literal('survey-results'),
  ...common,
  loop: Loop.default('ask'),
  survey: SurveyId,
  /** A question's id, or `<question>.<row>` of a matrix. */
  figure: z.string().min(1).max(70),
  title: title.optional(),
  /** Filled in by the server; absent while too few answered. */
  shown: SurveyResultsShown.optional(),
});

/** You said, we did: what was asked for, and what was decided. */
const Decision = z.strictObject({
  kind: z.literal('decision'),
  ...common,
  loop: Loop.default('talk'),
  action: ActionId,
  /** Filled in by the server; absent while it is not published. */
  shown: DecisionShown.optional(),
});

/** A document's screen face: its points, and the way to the whole text. */
const Document = z.strictObject({
  kind: z.literal('document'),
  ...common,
  document: DocumentId,
  /** Filled in by the server; absent while the document is not published. */
  shown: DocumentShown.optional(),
});

/** The most stories of one turn of the loop. */
export const MAX_STORIES_PER_TURN = 10;

/**
 * The mix of stories: at each turn of the loop the next ones of the screen's edition, each for the entry's whole time. Without
 * stories it takes no time at all.
 */
const Feed = z.strictObject({
  kind: z.literal('feed'),
  ...common,
  loop: Loop.default('watch'),
  stories: z.int().min(1).max(MAX_STORIES_PER_TURN).default(3),
  /** Filled in by the server: the edition of the screen's audience. */
  shown: z
    .strictObject({ order: z.array(StoryId).max(MIX_PLACES), stories: z.array(StoryShown).max(MIX_PLACES) })
    .optional(),
});

/** One story or post, as an item of its own. */
const StoryItem = z.strictObject({
  kind: z.literal('story'),
  ...common,
  loop: Loop.default('watch'),
  story: StoryId,
  /** Filled in by the server; absent while it may not be shown. */
  shown: StoryShown.optional(),
});

/** One thing shown; `kind` decides the rest. */
export const Item = z.discriminatedUnion('kind', [
  Cover,
  Quote,
  Split,
  Picture,
  Video,
  Rules,
  Steps,
  Results,
  Wifi,
  Notice,
  Clock,
  Web,
  Qr,
  ThreadCallItem,
  ProposeItem,
  SurveyItem,
  SurveyResults,
  Decision,
  Document,
  Feed,
  StoryItem,
]);
export type Item = z.infer<typeof Item>;
/** The name of a kind of item. */
export type ItemKind = Item['kind'];
/** One kind of item, e.g. `ItemOf<'wifi'>`. */
export type ItemOf<K extends ItemKind> = Extract<Item, { kind: K }>;

/** The media an item needs before it can be shown, in the order it shows them. */
export function mediaOf(item: Item): MediaName[] {
  if (item.kind === 'picture' || item.kind === 'video' || item.kind === 'split') return [item.media];
  if (item.kind === 'cover' || item.kind === 'quote') return item.media === undefined ? [] : [item.media];
  if (item.kind === 'steps') return item.steps.flatMap((step) => (step.media === undefined ? [] : [step.media]));
  if (item.kind === 'document') {
    const points = [...(item.shown?.fr?.points ?? []), ...(item.shown?.en?.points ?? [])];
    return [...new Set(points.flatMap((point) => (point.media === undefined ? [] : [point.media])))];
  }
  if (item.kind === 'story') return item.shown === undefined ? [] : mediaOfStory(item.shown);
  if (item.kind === 'feed') return [...new Set(item.shown?.stories.flatMap(mediaOfStory) ?? [])];
  return [];
}

function mediaOfStory({ picture, video }: StoryShown): MediaName[] {
  return [picture, video].flatMap((name) => name ?? []);
}

/**
 * The item as it is kept. `shown` is what the server fills in from the noun that an item refers to (a document, a figure,
 * a network ...) when it makes a manifest, so that a kiosk has all it needs offline; it is never stored with the item.
 */
export function withoutShown<I extends Item>(item: I): I {
  if (!('shown' in item)) return item;
  const kept = { ...item };
  Reflect.deleteProperty(kept, 'shown');
  return kept;
}
