/**
 * Makes a photo small on the phone before it is sent: a slow line then carries a tenth, and where it was taken stays
 * here. What cannot be decoded goes as it is; the server encodes every picture anew in any case.
 */
const MAX_SIDE_PX = 2_560;
const SMALL_BYTES = 600_000;
const QUALITY = 0.85;

export async function shrink(file: File): Promise<File> {
  if (!['image/jpeg', 'image/png', 'image/webp'].includes(file.type) || file.size <= SMALL_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, MAX_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return blob === null || blob.size >= file.size ? file : new File([blob], file.name, { type: 'image/jpeg' });
  } catch (error) {
    console.info('a picture goes as it is', error);
    return file;
  }
}
