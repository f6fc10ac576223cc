/** The routes of surveys, of what was decided, and of phones. Phones are asked nothing of who they are: `blind`. */
import { Action, ActionContent } from '@palier/playlists/action';
import { SurveyContent } from '@palier/playlists/survey';
import * as wire from '../../wire/surveys.ts';
import type { RouteRow } from '../row.ts';

export const SURVEY_ROUTES = {
  'GET /api/surveys': { access: 'viewer', summary: 'All surveys', answer: wire.SurveysAnswer },
  'POST /api/surveys': {
    access: 'editor',
    summary: 'A draft: as written, from a template, as a copy, or empty',
    body: wire.SurveyStart,
    answer: wire.SurveyView,
    status: 201,
    etag: 'sent',
  },
  'POST /api/surveys/import': {
    access: 'editor',
    summary: 'A draft from a LimeSurvey or SurveyJS file, with what could not be carried over',
    body: wire.SurveyImport,
    answer: wire.SurveyImported,
    status: 201,
  },
  'GET /api/survey-templates': {
    access: 'viewer',
    summary: 'Surveys to start from',
    answer: wire.SurveyTemplatesAnswer,
  },
  'GET /api/surveys/:id': { access: 'viewer', summary: 'One survey', answer: wire.SurveyView, etag: 'sent' },
  'PUT /api/surveys/:id': {
    access: 'editor',
    summary: 'Change a survey; what publication fixed is refused, or only raised',
    body: SurveyContent,
    answer: wire.SurveyView,
    etag: 'required',
  },
  'DELETE /api/surveys/:id': {
    access: 'editor',
    summary: 'Remove a draft, or a closed survey with its results',
    status: 204,
  },
  'POST /api/surveys/:id/publish': {
    access: 'editor',
    summary: 'Take answers from now on; mode, thresholds and cuts are fixed',
    answer: wire.SurveyView,
  },
  'POST /api/surveys/:id/close': { access: 'editor', summary: 'Take no more answers', answer: wire.SurveyView },
  'GET /api/surveys/:id/results': {
    access: 'viewer',
    summary: 'What may be seen of the answers, through the gate; also as CSV and XLSX',
    query: wire.ResultsQuery,
    answer: wire.ResultsView,
  },
  'POST /api/surveys/:id/codes': {
    access: 'editor',
    summary: 'New one-time codes, told this once',
    body: wire.CodesWanted,
    answer: wire.CodesMade,
    status: 201,
  },
  'POST /api/surveys/:id/codes/mail': {
    access: 'editor',
    summary: 'A one-time code to each of these addresses by mail',
    body: wire.CodesByMail,
    answer: wire.CodesMailed,
  },
  'GET /api/loop': { access: 'viewer', summary: 'How the house keeps its word', answer: wire.LoopFigures },
  'GET /api/actions': {
    access: 'viewer',
    summary: 'What was decided, newest first',
    query: wire.ActionsQuery,
    answer: wire.ActionsAnswer,
  },
  'POST /api/actions': {
    access: 'editor',
    summary: 'Decide something',
    body: ActionContent,
    answer: Action,
    status: 201,
    etag: 'sent',
  },
  'POST /api/actions/card': {
    access: 'editor',
    summary: 'The first draft of a card for the screens',
    body: wire.CardWanted,
    answer: wire.CardDraft,
  },
  'GET /api/actions/:id': { access: 'viewer', summary: 'One decision', answer: Action, etag: 'sent' },
  'PUT /api/actions/:id': {
    access: 'editor',
    summary: 'Change a decision',
    body: ActionContent,
    answer: Action,
    etag: 'required',
  },
  'DELETE /api/actions/:id': { access: 'editor', summary: 'Remove a decision', status: 204 },

  'GET /api/public/surveys/:code': {
    access: 'anyone',
    blind: true,
    summary: 'A survey as a phone shows it: mode and stored fields first, then the questions',
    query: wire.PublicSurveyQuery,
    answer: wire.PublicSurvey,
  },
  'POST /api/public/surveys/:code/answers': {
    access: 'anyone',
    blind: true,
    summary: 'One person’s answers; the same key may come again and counts once',
    body: wire.AnswersGiven,
    answer: wire.AnswersTaken,
  },
  'GET /api/public/surveys/:code/media/:sha256': {
    access: 'anyone',
    blind: true,
    summary: 'A picture that one of its questions shows',
    media: 'image/*',
  },
  'GET /api/public/decided': {
    access: 'anyone',
    blind: true,
    summary: 'What was asked and what came of it',
    answer: wire.DecidedAnswer,
  },
} as const satisfies Record<string, RouteRow>;
