/** A QR as one SVG path. Its quiet zone belongs to it: four modules on every side, as ISO/IEC 18004 asks. */
import QRCode from 'qrcode';

export const QUIET_MODULES = 4;
/** Up to this version (29 modules) a phone reads the code from across a room. */
export const PREFERRED_VERSION = 3;

export type QrMatrix = {
  version: number;
  /** Modules on a side without the quiet zone. */
  modules: number;
  /** Modules on a side, quiet zone included: the viewBox. */
  side: number;
  /** Dark modules as runs, in module units. */
  path: string;
};

/**
 * The code of `text` at error level M; at L when only that brings it down to version 3, since large modules
 * help a reader at a distance more than spare ones do on a clean screen.
 */
export function qrMatrix(text: string): QrMatrix {
  const medium = QRCode.create(text, { errorCorrectionLevel: 'M' });
  if (medium.version <= PREFERRED_VERSION) return drawn(medium);
  const low = QRCode.create(text, { errorCorrectionLevel: 'L' });
  return drawn(low.version <= PREFERRED_VERSION ? low : medium);
}

function drawn(code: QRCode.QRCode): QrMatrix {
  const size = code.modules.size;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    let x = 0;
    while (x < size) {
      let run = 0;
      while (x + run < size && code.modules.get(y, x + run)) run += 1;
      if (run > 0) path += `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h${run}v1h-${run}z`;
      x += run + 1;
    }
  }
  return { version: code.version, modules: size, side: size + 2 * QUIET_MODULES, path };
}
