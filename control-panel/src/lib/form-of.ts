/** The one way in which pages read a form that was posted. */
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';

/** The form of an action. What is no form, or was broken on its way, is answered with 400 in plain words. */
export async function formOf(event: { request: Pick<Request, 'formData'> }): Promise<FormData> {
  try {
    return await event.request.formData();
  } catch (fault) {
    // Anything else, e.g. a body that is too large, is told by who found it.
    if (fault instanceof TypeError) error(400, m.error_title_400());
    throw fault;
  }
}
