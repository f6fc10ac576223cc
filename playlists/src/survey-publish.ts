/**
 * What must hold before a survey is published, and what may still change afterwards. Mode, thresholds and cuts protect
 * those who answer: once published they are only ever raised.
 */
import type { Localized } from './in-language.ts';
import { LEAST_SITE, MAX_STRATA, PULSE_DAYS, SurveyMode, type Cut, type Survey, type SurveyContent } from './survey.ts';
import { commentsOf } from './survey-figures.ts';
import { estimatedSeconds, PASSER_BY_SECONDS, paths } from './survey-flow.ts';
import { isOneChoice, type Question } from './survey-question.ts';

/** One remark on a draft. An `error` keeps it from being published; a `warning` does not. */
export type SurveyFinding = {
  level: 'error' | 'warning';
  code: string;
  /** Where in the survey: a question's id, or a field such as `cuts.0`. */
  at?: string;
  text: Localized;
};

const error = (code: string, text: Localized, at?: string): SurveyFinding => ({ level: 'error', code, at, text });
const warning = (code: string, text: Localized, at?: string): SurveyFinding => ({ level: 'warning', code, at, text });

/** Stands in a draft for a text, or a picture's file, that is not written yet: a draft is saved while it is typed. */
export const UNWRITTEN = '…';

/** Whether a text still waits to be written. */
export function isUnwritten({ fr, en }: Localized): boolean {
  return [fr, en].every((text) => text === undefined || text === UNWRITTEN);
}

/** Everything that stands in the way of publishing, and what should be thought over. */
export function checkSurvey(survey: SurveyContent): SurveyFinding[] {
  return [
    ...checkWritten(survey),
    ...checkQuestions(survey),
    ...checkFlow(survey),
    ...checkCuts(survey),
    ...checkOpening(survey),
    ...checkModes(survey),
    ...checkLanguages(survey),
  ];
}

function checkWritten(survey: SurveyContent): SurveyFinding[] {
  const text = { fr: 'Il manque un texte ou une image.', en: 'A text or a picture is missing.' };
  const open = survey.questions.filter((question) => textsOf(question).some(isUnwritten) || lacksPicture(question));
  return [...(isUnwritten(survey.title) ? ['title'] : []), ...open.map(({ id }) => id)].map((at) =>
    error('unwritten', text, at),
  );
}

/** Every text that a question must have. */
function textsOf(question: Question): Localized[] {
  const lists = [
    'options' in question ? question.options : [],
    question.kind === 'matrix' ? [...question.rows, ...question.columns] : [],
  ];
  const consent = question.kind === 'consent' ? [question.text] : [];
  return [question.title, ...consent, ...lists.flatMap((list) => list.map(({ label }) => label))];
}

function lacksPicture(question: Question): boolean {
  return question.kind === 'picture' && question.options.some(({ media }) => media === UNWRITTEN);
}

function checkQuestions({ questions }: SurveyContent): SurveyFinding[] {
  if (questions.length === 0)
    return [error('no-question', { fr: 'Ajoutez au moins une question.', en: 'Add at least one question.' })];
  const ids = new Set<string>();
  return questions.flatMap((question) => {
    const findings: SurveyFinding[] = [];
    if (ids.has(question.id))
      findings.push(
        error(
          'id-twice',
          {
            fr: `Deux questions portent l’identifiant « ${question.id} ».`,
            en: `Two questions have the id “${question.id}”.`,
          },
          question.id,
        ),
      );
    ids.add(question.id);
    const lists = [
      'options' in question ? question.options : [],
      question.kind === 'matrix' ? question.rows : [],
      question.kind === 'matrix' ? question.columns : [],
    ];
    if (lists.some((list) => new Set(list.map(({ id }) => id)).size < list.length))
      findings.push(
        error(
          'option-twice',
          { fr: 'Deux réponses portent le même identifiant.', en: 'Two options have the same id.' },
          question.id,
        ),
      );
    return findings;
  });
}

function checkFlow(survey: SurveyContent): SurveyFinding[] {
  const { unreachable, broken } = paths(survey);
  const seconds = estimatedSeconds(survey);
  return [
    ...broken.map(({ question }) =>
      error(
        'jump-broken',
        {
          fr: 'Un saut mène en arrière, nulle part, ou dépend d’une question qui vient après.',
          en: 'A jump leads back, nowhere, or depends on a question that comes later.',
        },
        question,
      ),
    ),
    ...unreachable.map((question) =>
      error(
        'unreachable',
        { fr: 'Aucun chemin ne mène à cette question.', en: 'No path leads to this question.' },
        question,
      ),
    ),
    ...(seconds > PASSER_BY_SECONDS
      ? [
          warning('too-long', {
            fr: `Il faut environ ${seconds} secondes. Au-delà d’une minute, ceux qui passent renoncent.`,
            en: `It takes about ${seconds} seconds. Past one minute, people who walk by give up.`,
          }),
        ]
      : []),
  ];
}

/** The most cells that the answers to a cut can make. */
function cellsOfCut(survey: SurveyContent, cut: Cut): number {
  if (cut.by === 'site') return survey.audience.sites.length + 1;
  const question = survey.questions.find(({ id }) => id === cut.question);
  return question !== undefined && 'options' in question ? question.options.length + 2 : 1;
}

function checkCuts(survey: SurveyContent): SurveyFinding[] {
  const { cuts, audience, access } = survey;
  const findings = cuts.flatMap((cut, index): SurveyFinding[] => {
    const at = `cuts.${index}`;
    if (cut.by === 'site') {
      if (access === 'onsite' && audience.sites.length > 0) return [];
      return [
        error(
          'cut-site',
          {
            fr: 'Comparer les sites demande le QR sur place, et la liste des sites.',
            en: 'Comparing sites needs the on-site QR, and the list of sites.',
          },
          at,
        ),
      ];
    }
    const question = survey.questions.find(({ id }) => id === cut.question);
    if (question !== undefined && isOneChoice(question)) return [];
    return [
      error(
        'cut-question',
        {
          fr: 'On ne compare que par une question à choix unique.',
          en: 'Only a one-choice question can be compared by.',
        },
        at,
      ),
    ];
  });
  if (cuts.length === 0) return findings;
  if (cuts.reduce((all, cut) => all * cellsOfCut(survey, cut), 1) > MAX_STRATA)
    findings.push(
      error(
        'too-many-cells',
        {
          fr: `Ces comparaisons font plus de ${MAX_STRATA} groupes ; les résultats n’apparaîtraient jamais.`,
          en: `These cuts make more than ${MAX_STRATA} groups; results would never show.`,
        },
        'cuts',
      ),
    );
  if (survey.mode === 'named') return findings;
  if (audience.people !== undefined && audience.people < LEAST_SITE)
    findings.push(
      error(
        'audience-small',
        {
          fr: `Moins de ${LEAST_SITE} personnes sont interrogées : aucune comparaison ne peut rester anonyme. Retirez-les.`,
          en: `Fewer than ${LEAST_SITE} people are asked: no cut can stay anonymous. Remove them.`,
        },
        'cuts',
      ),
    );
  for (const [index, site] of audience.sites.entries())
    if (site.people < LEAST_SITE)
      findings.push(
        warning(
          'site-small',
          {
            fr: `Le site « ${site.group} » compte moins de ${LEAST_SITE} personnes : ses réponses ne seront jamais montrées à part.`,
            en: `The site “${site.group}” has fewer than ${LEAST_SITE} people: its answers will never be shown apart.`,
          },
          `audience.sites.${index}`,
        ),
      );
  return findings;
}

function checkOpening({ opening, thresholds, pulse }: SurveyContent): SurveyFinding[] {
  const findings: SurveyFinding[] = [];
  const { opensAt, closesAt, closesAfter } = opening;
  if (opensAt !== undefined && closesAt !== undefined && closesAt <= opensAt)
    findings.push(
      error(
        'closes-first',
        { fr: 'La clôture précède l’ouverture.', en: 'It closes before it opens.' },
        'opening.closesAt',
      ),
    );
  if (closesAfter !== undefined && closesAfter < thresholds.figures)
    findings.push(
      error(
        'closes-under-threshold',
        {
          fr: 'Avec si peu de réponses, rien ne pourrait être montré.',
          en: 'With so few answers nothing could be shown.',
        },
        'opening.closesAfter',
      ),
    );
  if (pulse !== undefined && pulse.openDays > PULSE_DAYS[pulse.every])
    findings.push(
      error(
        'pulse-overlaps',
        {
          fr: 'Une édition serait encore ouverte quand la suivante commence.',
          en: 'A run would still be open when the next one begins.',
        },
        'pulse.openDays',
      ),
    );
  return findings;
}

function checkModes(survey: SurveyContent): SurveyFinding[] {
  if (survey.mode !== 'anonymous' || commentsOf(survey).length === 0) return [];
  return [
    warning('words-tell', {
      fr: 'Un texte libre peut trahir qui écrit. La page le rappelle à ceux qui répondent.',
      en: 'Free text can give away who writes. The page reminds those who answer.',
    }),
  ];
}

function checkLanguages(survey: SurveyContent): SurveyFinding[] {
  const texts: [string, Localized][] = [
    ['title', survey.title],
    ...survey.questions.flatMap((question): [string, Localized][] => [
      [question.id, question.title],
      ...('options' in question
        ? question.options.map((option): [string, Localized] => [question.id, option.label])
        : []),
    ]),
  ];
  const missing = new Set(
    texts
      .filter(([, text]) => !isUnwritten(text) && (text.fr === undefined) !== (text.en === undefined))
      .map(([at]) => at),
  );
  return [...missing].map((at) =>
    warning('one-language', { fr: 'Écrit dans une seule langue.', en: 'Written in one language only.' }, at),
  );
}

/** A change that a published survey does not take: the field, and why. */
export type FrozenFault = { field: string; text: Localized };

const FROZEN: Localized = {
  fr: 'C’est fixé depuis la publication. Copiez le sondage pour en faire un autre.',
  en: 'It has been fixed since publication. Copy the survey to make another.',
};
const ONLY_RAISED: Localized = {
  fr: 'Cette protection ne peut qu’être renforcée depuis la publication.',
  en: 'Since publication this protection can only be raised.',
};

/** What of a change to a published or closed survey is refused; empty: it may be made. */
export function frozenFaults(before: Survey, after: SurveyContent): FrozenFault[] {
  if (before.state === 'draft') return [];
  const rank = SurveyMode.options;
  const faults: FrozenFault[] = [];
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (!same(before.questions, after.questions)) faults.push({ field: 'questions', text: FROZEN });
  if (before.access !== after.access) faults.push({ field: 'access', text: FROZEN });
  if (!same(before.audience.sites, after.audience.sites)) faults.push({ field: 'audience.sites', text: FROZEN });
  if (rank.indexOf(after.mode) < rank.indexOf(before.mode)) faults.push({ field: 'mode', text: ONLY_RAISED });
  for (const name of ['figures', 'comments'] as const)
    if (after.thresholds[name] < before.thresholds[name])
      faults.push({ field: `thresholds.${name}`, text: ONLY_RAISED });
  const known = new Set(before.cuts.map((cut) => JSON.stringify(cut)));
  if (after.cuts.some((cut) => !known.has(JSON.stringify(cut)))) faults.push({ field: 'cuts', text: ONLY_RAISED });
  if (before.state === 'closed' && !same(before.opening, after.opening))
    faults.push({ field: 'opening', text: FROZEN });
  return faults;
}

/** The content of a survey without what the server adds. */
export function contentOf(survey: Survey): SurveyContent {
  const { title, intro, thanks, questions, mode, access, thresholds, cuts, audience, opening, pulse } = survey;
  return { title, intro, thanks, questions, mode, access, thresholds, cuts, audience, opening, pulse };
}
