// Signing in and joining by passkey. What stands on the page comes from the server; this shows and hides it.
const page = document.querySelector('[data-page]');
const find = (name) => page.querySelector(`[data-${name}]`);
const alertBox = find('alert');
const pseudonym = document.getElementById('pseudonym');

/** What is wrong, by the server's code or our own. */
class Problem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

async function ask(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Problem(answer.error.code);
  return answer;
}

/** What browsers throw when no passkey was used or made. */
const browserProblems = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'exists' };

function show(error) {
  const code = error instanceof Problem ? error.code : browserProblems[error.name];
  const words = page.querySelector(`[data-problem="${code}"]`) ?? page.querySelector('[data-problem="failed"]');
  alertBox.textContent = words.textContent;
  if (code !== 'invalid_field' && code !== 'pseudonym_taken') return;
  pseudonym.setAttribute('aria-invalid', 'true');
  pseudonym.focus();
}

/** Does it once at a time, and shows what went wrong. */
function start(work) {
  let busy = false;
  return async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    alertBox.textContent = '';
    pseudonym?.removeAttribute('aria-invalid');
    try {
      await work();
      location.replace(page.dataset.to);
    } catch (error) {
      show(error);
    } finally {
      busy = false;
    }
  };
}

async function signIn() {
  const options = await ask('/v1/sign-in/options', {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const passkey = await navigator.credentials.get({ publicKey });
  await ask('/v1/sign-in', { passkey: passkey.toJSON() });
}

async function join(invitation) {
  const who = { invitation, pseudonym: find('new').hidden ? null : pseudonym.value };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await ask('/v1/join/options', who));
  const passkey = await navigator.credentials.create({ publicKey });
  await ask('/v1/join', { ...who, language: document.documentElement.lang, passkey: passkey.toJSON() });
}

/** Says what the link is good for, and has the form wait for a pseudonym. */
async function openInvitation() {
  const invitation = location.hash.slice(1);
  // the other language is the same page: its link must lead to the same invitation
  for (const link of document.querySelectorAll('a[hreflang], a[lang]')) link.hash = location.hash;
  try {
    const { roles, isNew } = await ask('/v1/join/invitation', { invitation });
    find(isNew ? 'new' : 'again').hidden = false;
    for (const role of roles) page.querySelector(`[data-role="${role}"]`).hidden = false;
    find('form').hidden = false;
    find('form').addEventListener(
      'submit',
      start(() => join(invitation)),
    );
  } catch (error) {
    show(error);
  } finally {
    find('looking').hidden = true;
  }
}

// browsers that have these have passkeys; they are secure contexts, too
const able = typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
if (!able) {
  show(new Problem('unable'));
  const looking = find('looking');
  if (looking !== null) looking.hidden = true;
} else if (page.dataset.page === 'join') await openInvitation();
else find('start').addEventListener('click', start(signIn));
