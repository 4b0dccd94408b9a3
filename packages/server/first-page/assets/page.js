// The first page, live: regions of the page are replaced by what the server drew. Without this script the page works
// the same, by its link "Refresh".
const { body } = document;
const status = document.getElementById('status');
const pause = document.getElementById('pause');
const refresh = document.getElementById('refresh');
const empty = document.getElementById('empty');
const regions = new Map(
  [...document.querySelectorAll('[data-region]')].map((region) => [region.dataset.region, region]),
);
const shown = new Map();
let source = null;

function say(state) {
  const text = body.dataset[state];
  status.dataset.state = state;
  // only a change is worth announcing
  if (status.textContent !== text) status.textContent = text;
}

function show(event) {
  const update = JSON.parse(event.data);
  say('live');
  empty.hidden = !update.empty;
  for (const [name, html] of Object.entries(update.regions)) {
    if (shown.get(name) === html) continue;
    shown.set(name, html);
    // our own server's markup: every value in it is escaped where it is drawn
    regions.get(name)?.replaceChildren(document.createRange().createContextualFragment(html));
  }
}

function listen() {
  source = new EventSource(body.dataset.events);
  source.addEventListener('update', show);
  // the browser tries again by itself
  source.addEventListener('error', () => say('lost'));
}

function stop() {
  source?.close();
  source = null;
}

pause.addEventListener('click', () => {
  if (source === null) listen();
  else stop();
  say(source === null ? 'paused' : 'live');
  pause.textContent = source === null ? body.dataset.resume : body.dataset.pause;
});

// a page that nobody sees needs no updates
document.addEventListener('visibilitychange', () => {
  if (status.dataset.state === 'paused') return;
  if (document.hidden) stop();
  else if (source === null) listen();
});

refresh.hidden = true;
pause.hidden = false;
status.hidden = false;
say('live');
listen();
