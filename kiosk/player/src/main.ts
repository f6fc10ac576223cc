/** Starts the page once its faces are there, or after three seconds without them. */
import './tokens.css';
import { mount } from 'svelte';
import Player from './Player.svelte';

const FACES = [
  "760 40px 'Bricolage Grotesque Variable'",
  "400 40px 'Atkinson Hyperlegible Next Variable'",
  "italic 400 40px 'Atkinson Hyperlegible Next Variable'",
];
const FONT_WAIT_MS = 3_000;

const faces = Promise.all(FACES.map((face) => document.fonts.load(face, 'Aé')));
const enough = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));
void Promise.race([faces, enough])
  .catch(() => undefined)
  .then(() => {
    const target = document.getElementById('stage');
    if (target !== null) mount(Player, { target });
  });
