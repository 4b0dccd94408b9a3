import type { HttpApp } from '../ground/http/index.ts';
import { keyRoutes } from './keys.ts';
import { ownRoutes } from './own.ts';
import { type PagesOptions, signInPages } from './pages.ts';
import { peopleRoutes } from './people.ts';
import { sessionRoutes } from './session.ts';
import { signInRoutes } from './sign-in.ts';

export { invitationLink } from './link.ts';
export { Provider } from './provider.ts';
export { readProvider } from './provider-settings.ts';

/** Signing in and out, and who works with Kith. */
export async function staffRoutes(app: HttpApp, options: PagesOptions): Promise<void> {
  sessionRoutes(app, options);
  ownRoutes(app, options);
  peopleRoutes(app, options);
  keyRoutes(app, options);
  await app.register(signInRoutes(options));
  await signInPages(app, options);
}
