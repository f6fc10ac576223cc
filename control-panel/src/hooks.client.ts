/** In the browser the language is the one the server wrote on `<html lang>`, so both always say the same. */
import { isLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

const lang = document.documentElement.lang;
if (isLocale(lang)) overwriteGetLocale(() => lang);
