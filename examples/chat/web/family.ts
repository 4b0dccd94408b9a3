/** The ways to the Family Centre: into it, and how a guardianship begins, from either side. */
import { html, nothing, type TemplateResult } from 'lit-html';
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
            : html`<p>${w.family.code}: <strong>${given.code}</strong></p>`
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
    <form @submit=${submit('code', (code) => family({ do: 'family-answer', code }))}>
      <label for="family-code">${w.family.haveCode}</label>
      <div class="line">
        <input id="family-code" name="code" maxlength="64" autocomplete="off" />
        <button>${w.family.useCode}</button>
      </div>
    </form>
  </details>`;
}
