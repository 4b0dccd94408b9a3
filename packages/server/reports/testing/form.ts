/** Somebody who fills in the report form, as a browser without scripts does: it keeps cookies, and sends forms as they stand. */
import assert from 'node:assert/strict';

export interface Page {
  status: number;
  html: string;
  /** the path it came from, without the query */
  path: string;
}

export class Visitor {
  readonly #base: string;
  #cookies = new Map<string, string>();
  page: Page = { status: 0, html: '', path: '' };

  constructor(base: string) {
    this.#base = base;
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string): Promise<Page> {
    return this.#ask(path, { method: 'GET' });
  }

  /** Sends the form of the page that is shown, with these fields filled in. */
  async send(fields: Record<string, string> = {}): Promise<Page> {
    const action = /<form method="post" action="([^"]+)"/.exec(this.page.html)?.[1];
    assert.ok(action !== undefined, `no form on ${this.page.path}`);
    const own = /name="own" value="([^"]+)"/.exec(this.page.html)?.[1];
    return this.post(action.replaceAll('&amp;', '&'), { ...(own !== undefined && { own }), ...fields });
  }

  async post(path: string, fields: Record<string, string>): Promise<Page> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  async #ask(path: string, init: RequestInit): Promise<Page> {
    let answer = await this.#fetch(new URL(path, this.#base), init);
    for (let hops = 0; answer.status === 303 && hops < 5; hops++) {
      answer = await this.#fetch(new URL(answer.headers.get('location') ?? '', this.#base), { method: 'GET' });
    }
    this.page = { status: answer.status, html: await answer.text(), path: new URL(answer.url).pathname };
    return this.page;
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    assert.equal(url.origin, new URL(this.#base).origin);
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: this.cookies } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      if (/Max-Age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}

/** What is written on a page, without its markup. */
export const textOf = ({ html }: Page): string =>
  html
    .replaceAll(/<(script|style|title)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
