/** The few words beside a survey: what is promised, how long it takes, how many took part, and whether it is open. */
import type { Language } from '@palier/playlists/localized';
import type { ResultBar, SurveyResultsShown, SurveyShown } from '@palier/playlists/survey-item';
import { createDates, figure } from './dates.ts';

const MODES = {
  anonymous: { fr: 'Anonyme', en: 'Anonymous' },
  confidential: { fr: 'Confidentiel', en: 'Confidential' },
  named: { fr: 'Nominatif', en: 'By name' },
} as const;

/** Small facts under the question; participation only as the server lets it be told. */
export function surveyFacts(shown: SurveyShown, language: Language, zone: string): string[] {
  const facts: string[] = [MODES[shown.mode][language]];
  if (shown.state === 'open') facts.push(length(shown.seconds, language));
  if (shown.participation !== undefined) facts.push(people(shown.participation, language));
  if (shown.state === 'open' && shown.closesAt !== undefined)
    facts.push(`${language === 'fr' ? 'Jusqu’au' : 'Until'} ${dayOf(shown.closesAt, language, zone)}`);
  return facts;
}

function dayOf(instant: string, language: Language, zone: string): string {
  return createDates(language).day(Date.parse(instant), zone);
}

/** To the next five seconds, and in minutes from two of them on. */
function length(seconds: number, language: Language): string {
  if (seconds < 100) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} ${language === 'fr' ? 'secondes' : 'seconds'}`;
  return `${Math.round(seconds / 60)} minutes`;
}

function people(count: number, language: Language): string {
  return `${figure(count, language)} ${language === 'fr' ? 'réponses' : 'answers'}`;
}

/** What stands in place of the QR while nobody can answer. */
export function surveyState({ state, opensAt }: SurveyShown, language: Language, zone: string): string {
  if (state === 'open') return '';
  if (state === 'soon' && opensAt !== undefined)
    return `${language === 'fr' ? 'Ouvre' : 'Opens'} ${dayOf(opensAt, language, zone)}.`;
  if (state === 'soon') return language === 'fr' ? 'Ouvre bientôt.' : 'Opens soon.';
  return language === 'fr'
    ? 'C’est clos. Merci\u00a0: la suite s’affichera ici.'
    : 'It is closed. Thank you: what comes of it will be shown here.';
}

/** Steps stay in their order; options come largest first, as many as fit. */
export function barsShown(shown: SurveyResultsShown, most: number): ResultBar[] {
  if (shown.chart === 'steps') return shown.bars;
  return shown.bars.toSorted((a, b) => b.percent - a.percent).slice(0, most);
}

/** The one number of a question that has one: eNPS, or the mean of a scale. */
export function resultsNumber(
  shown: SurveyResultsShown,
  language: Language,
): { value: string; unit: string; change: string } | undefined {
  const value = shown.enps ?? shown.mean;
  if (value === undefined) return undefined;
  const signed = (number: number) => (number > 0 ? `+${figure(number, language)}` : figure(number, language));
  const since = language === 'fr' ? 'depuis la dernière fois' : 'since last time';
  const scale = shown.most === undefined ? '' : `/${shown.most}`;
  return {
    value: shown.enps === undefined ? figure(value, language) : signed(value),
    unit: shown.enps === undefined ? scale : 'eNPS',
    change: (shown.change ?? 0) === 0 ? '' : `${signed(shown.change ?? 0)} ${since}`,
  };
}

/** How many answered, and when it was counted; before that, how many it takes. */
export function resultsSource(shown: SurveyResultsShown, language: Language): string {
  if (shown.answers === undefined || shown.asOf === undefined) return waiting(shown, language);
  const day = createDates(language).date(shown.asOf);
  const soFar = language === 'fr' ? ' jusqu’ici' : ' so far';
  return `${people(shown.answers, language)}${shown.closed ? '' : soFar} · ${day}`;
}

function waiting({ waitsFor = 5, closed }: SurveyResultsShown, language: Language): string {
  if (language === 'fr')
    return closed
      ? `Moins de ${waitsFor} réponses\u00a0: elles ne seront pas montrées, pour que personne ne soit reconnu.`
      : `Les réponses s’affichent ici à partir de ${waitsFor}, pour que personne ne soit reconnu.`;
  return closed
    ? `Fewer than ${waitsFor} answers: they are not shown, so that nobody is recognised.`
    : `Answers are shown here from ${waitsFor} on, so that nobody is recognised.`;
}
