/** The talk that is open: what was said, and a place to write. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { TEXT_LENGTH_MAX } from '../limits.ts';
import type { Person, Said, Talk } from '../protocol.ts';
import type { Here } from './app.ts';

/** @param met somebody with whom there is no talk yet */
export function talkOf(here: Here, talk: Talk | null, met: Person | null): TemplateResult {
  const { w, act } = here;
  const shown: Talk | null =
    talk ?? (met === null ? null : { id: met.id, name: met.name, with: met, friend: false, members: null, said: [] });
  if (shown === null) return html`<p class="empty">${w.chosenNone}</p>`;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { target } = event;
    if (!(target instanceof HTMLFormElement)) return;
    const text = String(new FormData(target).get('text') ?? '').trim();
    if (text === '') return;
    target.reset();
    await act(
      shown.with === null ? { do: 'write-group', group: shown.id, text } : { do: 'write', person: shown.id, text },
    );
  };
  return html`<section class="talk" aria-labelledby="talk-name">
    <h1 id="talk-name">${shown.name}</h1>
    ${about(here, shown)}
    <div class="said-list" role="log" aria-label=${shown.name} tabindex="0">
      <ol>
        ${shown.said.map((one) => line(here, one))}
      </ol>
    </div>
    <form class="line" @submit=${submit}>
      <label class="unseen" for="text">${w.message}</label>
      <input id="text" name="text" maxlength=${TEXT_LENGTH_MAX} autocomplete="off" />
      <button>${w.send}</button>
    </form>
  </section>`;
}

function about({ view, w, act, block, report }: Here, talk: Talk): TemplateResult {
  const other = talk.with;
  if (other === null) {
    return html`<p>${w.members}: ${(talk.members ?? []).map(({ name }) => name).join(', ')}</p>
      <div class="acts">
        <button type="button" @click=${() => act({ do: 'leave-group', group: talk.id })}>${w.leave}</button>
      </div>`;
  }
  const person = other.id;
  const asked = view.asking.some(({ id }) => id === person);
  return html`<p>${talk.friend ? w.friends : w.notFriends}${asked ? html`. ${w.asked}` : nothing}</p>
    <div class="acts">
      ${
        talk.friend
          ? html`<button type="button" @click=${() => act({ do: 'part', person })}>${w.part}</button>`
          : asked
            ? nothing
            : html`<button type="button" @click=${() => act({ do: 'ask', person })}>${w.ask}</button>`
      }
      <button type="button" @click=${() => block(other)}>${w.block}</button>
      <button type="button" @click=${() => report(other)}>${w.report}</button>
    </div>`;
}

function line({ view, w, report }: Here, { id, from, text, at, state }: Said): TemplateResult {
  const mine = from.id === view.me.id;
  const time = new Date(at).toLocaleTimeString(`${view.me.language}-GB`, { hour: '2-digit', minute: '2-digit' });
  return html`<li class=${mine ? 'mine' : 'theirs'}>
    <p><strong>${from.name}</strong> <time>${time}</time>${state === 'waiting' ? html` <em>${w.waiting}</em>` : nothing}</p>
    <p class="text">${state === 'removed' ? html`<em>${w.removed}</em>` : text}</p>
    ${
      mine || state === 'removed'
        ? nothing
        : html`<button
            type="button"
            class="link"
            @click=${() => report(from, id)}
          >
            ${w.reportMessage}
          </button>`
    }
  </li>`;
}
