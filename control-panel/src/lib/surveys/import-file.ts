/** Which tool a file is from: by its name, and by how it begins where the name does not tell. */

/** As large as the server takes. */
export const MAX_FILE_BYTES = 2_000_000;

export function formatOf(name: string, text: string): 'limesurvey' | 'surveyjs' | undefined {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/\.(?:lss|xml)$/i.test(name)) return start.startsWith('<') ? 'limesurvey' : undefined;
  if (/\.json$/i.test(name)) return start.startsWith('{') ? 'surveyjs' : undefined;
  return undefined;
}
