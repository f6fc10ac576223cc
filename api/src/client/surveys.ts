/** The client's methods about surveys, what may be seen of them, and what was decided. */
import { Action, type ActionContent } from '@palier/playlists/action';
import {
  ActionsAnswer,
  AnswersTaken,
  CardDraft,
  CodesMade,
  CodesMailed,
  DecidedAnswer,
  LoopFigures,
  PublicSurvey,
  ResultsView,
  SurveyImported,
  SurveysAnswer,
  SurveyTemplatesAnswer,
  SurveyView,
  type ActionInput,
  type AnswersGiven,
  type CardWanted,
  type CodesByMail,
  type SurveyContentInput,
  type SurveyImport,
  type SurveyStart,
} from '../wire/surveys.ts';
import { enc, query, type Caller } from './caller.ts';

/** @param caller how to ask. @param baseUrl for addresses that a browser opens. */
export function surveyRoutes(caller: Caller, baseUrl: string) {
  const one = (id: string) => `/api/surveys/${enc(id)}`;
  return {
    list: () => caller.read('/api/surveys', SurveysAnswer),
    templates: () => caller.read('/api/survey-templates', SurveyTemplatesAnswer),
    create: (start: SurveyStart) => caller.sendVersioned('POST', '/api/surveys', SurveyView, start),
    /** A draft from a LimeSurvey `.lss` or a SurveyJS JSON file, with what was left out. */
    import: (file: SurveyImport) => caller.send('POST', '/api/surveys/import', SurveyImported, file),
    get: (id: string) => caller.readVersioned(one(id), SurveyView),
    /** `etag` of the version it was edited from. What publication fixed is refused, field by field. */
    put: (id: string, content: SurveyContentInput, etag: string) =>
      caller.sendVersioned('PUT', one(id), SurveyView, content, etag),
    /** From now on (or `opening.opensAt`) it takes answers; mode, thresholds and cuts are fixed. */
    publish: (id: string) => caller.send('POST', `${one(id)}/publish`, SurveyView, undefined),
    close: (id: string) => caller.send('POST', `${one(id)}/close`, SurveyView, undefined),
    /** A draft or a closed survey, with its results; its decisions stay. */
    remove: (id: string) => caller.done('DELETE', one(id)),
    /** What the gate lets be seen; `cut` is a place in `cuts`. */
    results: (id: string, cut?: number) =>
      caller.read(`${one(id)}/results${query({ cut: cut?.toString() })}`, ResultsView),
    /** The same as a file, for a link. */
    resultsFile: (id: string, format: 'csv' | 'xlsx', language: 'fr' | 'en', cut?: number) =>
      `${baseUrl}${one(id)}/results${query({ format, language, cut: cut?.toString() })}`,
    /** New one-time codes; they are told only here. */
    makeCodes: (id: string, count: number) => caller.send('POST', `${one(id)}/codes`, CodesMade, { count }),
    mailCodes: (id: string, body: CodesByMail) => caller.send('POST', `${one(id)}/codes/mail`, CodesMailed, body),
    /** How the house keeps its word: open and overdue surveys, days to a decision, share done. */
    loop: () => caller.read('/api/loop', LoopFigures),
  };
}

/** @param caller how to ask. */
export function actionRoutes(caller: Caller) {
  const one = (id: string) => `/api/actions/${enc(id)}`;
  return {
    list: (survey?: string) => caller.read(`/api/actions${query({ survey })}`, ActionsAnswer),
    create: (action: ActionInput) => caller.sendVersioned('POST', '/api/actions', Action, action),
    get: (id: string) => caller.readVersioned(one(id), Action),
    put: (id: string, action: ActionContent, etag: string) =>
      caller.sendVersioned('PUT', one(id), Action, action, etag),
    remove: (id: string) => caller.done('DELETE', one(id)),
    /** The card's first draft, with a figure that may be told. */
    draftCard: (wanted: CardWanted) => caller.send('POST', '/api/actions/card', CardDraft, wanted),
  };
}

/** For phones: no session, no cookie. @param caller how to ask. */
export function publicSurveyRoutes(caller: Caller) {
  const one = (code: string) => `/api/public/surveys/${enc(code)}`;
  return {
    /** `k` of the on-site QR, `c` a one-time code: whether they admit is in the answer. */
    survey: (code: string, admission: { k?: string; c?: string } = {}) =>
      caller.read(`${one(code)}${query(admission)}`, PublicSurvey),
    /** The same `key` may be sent again and counts once. */
    answer: (code: string, given: AnswersGiven) => caller.send('POST', `${one(code)}/answers`, AnswersTaken, given),
    /** What was asked and what came of it. */
    decided: () => caller.read('/api/public/decided', DecidedAnswer),
  };
}
