/** What publication fixed: whether a change would still be taken, and what of the settings protects those who answer. */
import type { Survey, SurveyContent } from '@palier/playlists/survey';
import { contentOf, frozenFaults } from '@palier/playlists/survey-publish';

/** Whether the survey still takes this change. */
export function isAllowed(survey: Survey, content: SurveyContent, patch: Partial<SurveyContent>): boolean {
  return frozenFaults(survey, { ...content, ...patch }).length === 0;
}

/** Whether the change cannot be taken back once it is made: it raises what protects people, of a survey that runs. */
export function isForGood(survey: Survey, patch: Partial<SurveyContent>): boolean {
  if (survey.state === 'draft') return false;
  const before = contentOf(survey);
  const differs = (key: 'mode' | 'thresholds' | 'cuts') =>
    patch[key] !== undefined && JSON.stringify(patch[key]) !== JSON.stringify(before[key]);
  return differs('mode') || differs('thresholds') || differs('cuts');
}
