/** The words of the kinds of question, in the order in which they are offered. */
import type { QuestionKind } from '@palier/playlists/survey-question';
import { m } from '../paraglide/messages.js';

export const QUESTION_WORDS: Record<QuestionKind, () => string> = {
  single: m.surveys_q_single,
  multiple: m.surveys_q_multiple,
  scale: m.surveys_q_scale,
  stars: m.surveys_q_stars,
  enps: m.surveys_q_enps,
  ranking: m.surveys_q_ranking,
  matrix: m.surveys_q_matrix,
  'short-text': m.surveys_q_short_text,
  'long-text': m.surveys_q_long_text,
  picture: m.surveys_q_picture,
  date: m.surveys_q_date,
  consent: m.surveys_q_consent,
};

export const QUESTION_HINTS: Record<QuestionKind, () => string> = {
  single: m.surveys_q_single_hint,
  multiple: m.surveys_q_multiple_hint,
  scale: m.surveys_q_scale_hint,
  stars: m.surveys_q_stars_hint,
  enps: m.surveys_q_enps_hint,
  ranking: m.surveys_q_ranking_hint,
  matrix: m.surveys_q_matrix_hint,
  'short-text': m.surveys_q_short_text_hint,
  'long-text': m.surveys_q_long_text_hint,
  picture: m.surveys_q_picture_hint,
  date: m.surveys_q_date_hint,
  consent: m.surveys_q_consent_hint,
};
