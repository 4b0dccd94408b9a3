// What scripts add to pages that work without them: Shift three times to leave, counting characters, focus on errors.
import { Button, CharacterCount, createAll, ErrorSummary, ExitThisPage } from 'govuk-frontend';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [Button, ErrorSummary, ExitThisPage, CharacterCount]) createAll(component);
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
