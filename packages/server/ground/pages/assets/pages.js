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
// The page says the day in its own words; browsers have none for Welsh, and their own order of day and month.
for (const time of document.querySelectorAll('time[data-clock]')) {
  const at = new Date(time.dateTime);
  if (at.getDate() === at.getUTCDate()) {
    const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    time.textContent = time.textContent.replace(/\d\d:\d\d UTC/, clock);
  } else {
    const { lang } = document.documentElement;
    const said = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' };
    time.textContent = at.toLocaleString([lang === 'en' ? 'en-GB' : lang, 'en-GB'], said);
  }
}
// a page that a browser kept to go back to may be of somebody who has left since
window.addEventListener('pageshow', (event) => {
  if (event.persisted && document.querySelector('.govuk-exit-this-page') !== null) window.location.reload();
});
