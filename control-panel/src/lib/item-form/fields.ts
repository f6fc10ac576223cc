/** The fields of each kind of item, in the order of the form. To add a kind: its schema, its component, its line here. */
import type { ItemKind } from '@palier/playlists/item';
import { m } from '../paraglide/messages.js';
import type { Choice, FieldSpec } from './field-spec.ts';

const title: FieldSpec = { type: 'words', key: 'title', label: m.f_title, max: 120 };
const optionalTitle: FieldSpec = { ...title, optional: true };
const caption: FieldSpec = { type: 'words', key: 'caption', label: m.f_caption, max: 240, optional: true };
const fit: FieldSpec = {
  type: 'choice',
  key: 'fit',
  label: m.f_fit,
  choices: [
    { value: 'cover', label: m.fit_cover },
    { value: 'contain', label: m.fit_contain },
  ],
};
const alt: FieldSpec = { type: 'words', key: 'alt', label: m.f_alt, max: 240, optional: true };
const focus: FieldSpec = {
  type: 'focus',
  key: 'focus',
  of: 'media',
  label: m.editor_f_focus,
  hint: m.editor_f_focus_hint,
  optional: true,
};
const media: FieldSpec = { type: 'media', key: 'media', label: m.f_media_picture, accept: 'image' };
const optionalMedia: FieldSpec = { ...media, optional: true };
const linkFields: FieldSpec[] = [
  { type: 'text', key: 'url', label: m.f_link_url, hint: m.f_link_url_hint, max: 300, input: 'url' },
  { type: 'words', key: 'caption', label: m.f_link_caption, max: 240, optional: true },
  { type: 'text', key: 'label', label: m.f_link_label, max: 60, optional: true },
];
const link: FieldSpec = { type: 'group', key: 'link', label: m.f_link, optional: true, fields: linkFields };

const loops: Choice[] = [
  { value: 'inform', label: m.loop_inform },
  { value: 'ask', label: m.loop_ask },
  { value: 'talk', label: m.loop_talk },
  { value: 'propose', label: m.loop_propose },
  { value: 'watch', label: m.loop_watch },
];

/** Fields that every kind has, under "more". */
export const COMMON: FieldSpec[] = [
  { type: 'words', key: 'heading', label: m.f_heading, hint: m.f_heading_hint, max: 40, optional: true },
  { type: 'choice', key: 'loop', label: m.f_loop, choices: loops },
];

/** Fields that say by hand what a chosen figure or network says by itself: they are not asked for beside it. */
export function fieldsFor(kind: ItemKind, draft: Readonly<Record<string, unknown>>): FieldSpec[] {
  const fields = FIELDS[kind];
  if (kind === 'results' && draft['figures'] !== undefined) return fields.filter(({ key }) => key === 'figures');
  if (kind === 'wifi' && draft['network'] !== undefined) {
    return fields.filter(({ key }) => ['network', 'title', 'note'].includes(key));
  }
  return fields;
}

export const FIELDS: Record<ItemKind, FieldSpec[]> = {
  survey: [
    { type: 'survey', what: 'survey', key: 'survey', label: m.surveys_f_survey, hint: m.surveys_f_survey_hint },
    optionalTitle,
  ],
  'survey-results': [
    { type: 'survey', what: 'survey', key: 'survey', label: m.surveys_f_survey },
    { type: 'survey', what: 'figure', key: 'figure', label: m.surveys_f_figure, hint: m.surveys_f_figure_hint },
    optionalTitle,
  ],
  decision: [
    { type: 'survey', what: 'action', key: 'action', label: m.surveys_f_action, hint: m.surveys_f_action_hint },
  ],
  cover: [
    title,
    { type: 'words', key: 'subtitle', label: m.editor_f_subtitle, max: 240, optional: true },
    optionalMedia,
    focus,
    alt,
  ],
  quote: [
    { type: 'words', key: 'text', label: m.editor_f_quote, hint: m.editor_f_quote_hint, max: 320, rows: 4 },
    { type: 'text', key: 'author', label: m.editor_f_author, max: 60 },
    { type: 'words', key: 'role', label: m.editor_f_role, max: 80, optional: true },
    optionalMedia,
    focus,
    alt,
  ],
  split: [
    title,
    { type: 'words', key: 'body', label: m.f_body_rules, hint: m.f_body_rules_hint, max: 600, rows: 5 },
    media,
    focus,
    alt,
    {
      type: 'choice',
      key: 'side',
      label: m.editor_f_side,
      choices: [
        { value: 'right', label: m.editor_side_right },
        { value: 'left', label: m.editor_side_left },
      ],
    },
  ],
  picture: [media, optionalTitle, caption, fit, focus, alt],
  video: [
    { type: 'media', key: 'media', label: m.f_media_video, accept: 'video' },
    caption,
    fit,
    focus,
    { type: 'check', key: 'muted', label: m.f_muted },
  ],
  rules: [
    title,
    { type: 'words', key: 'body', label: m.f_body_rules, hint: m.f_body_rules_hint, max: 1200, rows: 6 },
    link,
  ],
  steps: [
    title,
    {
      type: 'list',
      key: 'steps',
      label: m.f_steps,
      min: 2,
      max: 6,
      add: m.f_step_add,
      row: (number) => m.f_step({ number }),
      fields: [
        { type: 'words', key: 'text', label: m.sample_line, max: 240, rows: 2 },
        { type: 'media', key: 'media', label: m.f_media_picture, accept: 'image', optional: true },
      ],
    },
    link,
  ],
  results: [
    {
      type: 'pick',
      key: 'figures',
      label: m.results_f_figures,
      hint: m.results_f_figures_hint,
      noun: 'figure',
      most: 4,
      optional: true,
    },
    title,
    { type: 'number', key: 'value', label: m.f_value },
    { type: 'text', key: 'unit', label: m.f_unit, hint: m.f_unit_hint, max: 12, optional: true },
    { type: 'number', key: 'target', label: m.f_target, optional: true },
    {
      type: 'group',
      key: 'trend',
      label: m.f_trend,
      optional: true,
      fields: [
        { type: 'number', key: 'value', label: m.f_trend_value },
        { type: 'words', key: 'label', label: m.f_trend_label, max: 240 },
        {
          type: 'choice',
          key: 'goodWhen',
          label: m.f_trend_good,
          choices: [
            { value: 'up', label: m.trend_up },
            { value: 'down', label: m.trend_down },
          ],
        },
      ],
    },
    {
      type: 'choice',
      key: 'chart',
      label: m.f_chart,
      choices: [
        { value: 'bar', label: m.chart_bar },
        { value: 'line', label: m.chart_line },
        { value: 'none', label: m.chart_none },
      ],
    },
    {
      type: 'list',
      key: 'series',
      label: m.f_series,
      min: 0,
      max: 24,
      add: m.f_series_add,
      fields: [
        { type: 'text', key: 'label', label: m.f_series_label, max: 24 },
        { type: 'number', key: 'value', label: m.f_series_value },
      ],
    },
    { type: 'words', key: 'source', label: m.f_source, max: 240 },
    { type: 'text', key: 'asOf', label: m.f_as_of, max: 10, input: 'date' },
    { type: 'text', key: 'staleAfter', label: m.f_stale_after, hint: m.f_stale_hint, max: 10, input: 'date' },
  ],
  wifi: [
    {
      type: 'pick',
      key: 'network',
      label: m.results_f_network,
      hint: m.results_f_network_hint,
      noun: 'network',
      most: 1,
      optional: true,
    },
    { type: 'text', key: 'ssid', label: m.f_ssid, max: 32 },
    { type: 'text', key: 'password', label: m.f_wifi_password, max: 63, optional: true },
    {
      type: 'choice',
      key: 'security',
      label: m.f_security,
      choices: [
        { value: 'WPA', label: m.security_wpa },
        { value: 'WEP', label: m.security_wep },
        { value: 'nopass', label: m.security_none },
      ],
    },
    { type: 'words', key: 'note', label: m.f_note, max: 240, optional: true },
    optionalTitle,
    { type: 'check', key: 'hidden', label: m.f_hidden },
  ],
  notice: [
    title,
    { type: 'words', key: 'body', label: m.f_body, max: 600, rows: 3, optional: true },
    {
      type: 'choice',
      key: 'tone',
      label: m.f_tone,
      choices: [
        { value: 'plain', label: m.tone_plain },
        { value: 'alarm', label: m.tone_alarm },
      ],
    },
    link,
  ],
  clock: [
    optionalTitle,
    {
      type: 'list',
      key: 'places',
      label: m.f_places,
      min: 0,
      max: 4,
      add: m.f_place_add,
      fields: [
        { type: 'text', key: 'name', label: m.f_place_name, max: 40 },
        { type: 'text', key: 'zone', label: m.f_place_zone, max: 60 },
      ],
    },
  ],
  web: [{ type: 'text', key: 'url', label: m.f_web_url, hint: m.f_web_hint, max: 1000, input: 'url' }, optionalTitle],
  qr: [
    title,
    { type: 'words', key: 'body', label: m.f_body, max: 240, rows: 2, optional: true },
    {
      type: 'list',
      key: 'facts',
      label: m.f_facts,
      min: 0,
      max: 4,
      add: m.f_fact_add,
      fields: [{ type: 'words', key: '', label: m.f_facts_hint, max: 30 }],
    },
    { type: 'group', key: 'link', label: m.f_link, fields: linkFields },
  ],
  'thread-call': [{ ...optionalTitle, hint: m.threads_f_title_hint }],
  propose: [{ ...optionalTitle, hint: m.proposals_f_title_hint }],
  feed: [{ type: 'number', key: 'stories', label: m.mix_f_stories, hint: m.mix_f_stories_hint }],
  story: [{ type: 'text', key: 'story', label: m.mix_f_story, hint: m.mix_f_story_hint, max: 8 }],
  document: [{ type: 'document', key: 'document', label: m.documents_field, hint: m.documents_field_hint }],
};
