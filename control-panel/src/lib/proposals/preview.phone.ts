/**
 * Before sending: the screens in the preview are set as walls set them, word by word, and the page sends without leaving
 * itself. Without it the preview stands at its smallest size, and the forms go as they are.
 */
import { fitted } from '@palier/kiosk/player/fitted.ts';
import './propose.phone.ts';

for (const box of document.querySelectorAll<HTMLElement>('.pl-fit')) fitted(() => undefined)(box);
