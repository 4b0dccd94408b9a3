/** The ways to the Family Centre: into it, and how a guardianship begins, from either side. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Invitation } from '../protocol.ts';
import type { Here } from './app.ts';

export function familyOf({ view, w, family, given }: Here): TemplateResult {
  const { child } = view.me;
  const submit = (name: string, act: (value: string) => void) => (event: SubmitEvent) => {
    event.preventDefault();
    const { target } = event;
    if (!(target instanceof HTMLFormElement)) return;
    const value = String(new FormData(target).get(name) ?? '').trim();
    if (value === '') return;
    target.reset();
    act(value);
  };
  return html`<details class="family">
    <summary>${w.family.heading}</summary>
    <p>${child ? w.family.aboutChild : w.family.aboutGuardian}</p>
    <p><button type="button" @click=${() => family({ do: 'family-open' })}>${w.family.open}</button></p>
    <div role="status">
      ${
        given === null
          ? nothing
          : 'open' in given
            ? html`<p><a href=${given.open} target="_blank" rel="noopener">${w.family.link}</a></p>`
            : 'code' in given
              ? html`<p>${w.family.code}: <strong>${given.code}</strong></p>`
              : invitationOf(given.invitation, family)
      }
    </div>
    <form
      @submit=${submit('person', (name) => family({ do: 'family-invite', person: name.replace(/^@/, '').toLowerCase() }))}
    >
      <label for="family-person">${child ? w.family.inviteGuardian : w.family.inviteChild}</label>
      <div class="line">
        <input id="family-person" name="person" maxlength="64" autocomplete="off" autocapitalize="none" />
        <button>${w.family.ask}</button>
      </div>
    </form>
    <p><button type="button" @click=${() => family({ do: 'family-code' })}>${w.family.makeCode}</button></p>
    <form @submit=${submit('code', (code) => family({ do: 'family-look', code }))}>
      <label for="family-code">${w.family.haveCode}</label>
      <div class="line">
        <input id="family-code" name="code" maxlength="64" autocomplete="off" />
        <button>${w.family.useCode}</button>
      </div>
    </form>
  </details>`;
}

/** Who asks by a code, and all that a yes would mean: nobody says yes to what they have not seen. */
const invitationOf = ({ code, terms, words }: Invitation, family: Here['family']): TemplateResult => {
  const say = (answer: 'accept' | 'decline') => () => family({ do: 'family-answer', code, answer, terms });
  return html`<section class="invitation" aria-labelledby="invitation">
    <h2 id="invitation">${words.title}</h2>
    ${words.parts.map(
      ({ heading, items }) => html`<h3>${heading}</h3>
        <ul>
          ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`,
    )}
    ${words.lines.map((line) => html`<p>${line}</p>`)}
    <div class="line">
      <button type="button" @click=${say('decline')}>${words.decline}</button>
      <button type="button" @click=${say('accept')}>${words.accept}</button>
    </div>
  </section>`;
};
