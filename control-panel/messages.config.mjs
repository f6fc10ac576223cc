/** What Paraglide is told: where the words are, where they go, and how a reader's language is known. */
export const MESSAGES = {
  project: `${import.meta.dirname}/project.inlang`,
  outdir: `${import.meta.dirname}/src/lib/paraglide`,
  strategy: /** @type {['cookie', 'preferredLanguage', 'baseLocale']} */ ([
    'cookie',
    'preferredLanguage',
    'baseLocale',
  ]),
  cookieName: 'palier_language',
  emitReadme: false,
  isServer: 'import.meta.env.SSR',
};
