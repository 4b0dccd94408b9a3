// What scripts add to pages that work without them: Shift three times to leave, counting characters, focus on errors,
// printing, copying, the clock of the device.
import { Button, CharacterCount, createAll, ErrorSummary, ExitThisPage } from 'govuk-frontend';

/** Leaves no way back to the page: it is replaced, not followed. */
class Leaving extends ExitThisPage {
  exitPage() {
    super.exitPage();
    window.location.replace(this.$button.href);
  }
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [Button, ErrorSummary, Leaving, CharacterCount]) createAll(component);
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener('click', () => {
    field.select();
    // without https there is none; what is selected can be copied by hand
    navigator.clipboard?.writeText(field.value).catch(() => {});
  });
}
for (const time of document.querySelectorAll('time[data-clock]')) {
  const said = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' };
  time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, said);
}
// a page that a browser kept to go back to may be of somebody who has left since
window.addEventListener('pageshow', (event) => {
  if (event.persisted && document.querySelector('.govuk-exit-this-page') !== null) window.location.reload();
});
