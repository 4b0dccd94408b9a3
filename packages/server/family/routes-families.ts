/** The Family Centre within the platform's own pages: /v1/families/{child}. */
import {
  childPage as childPageSchema,
  familyAs,
  familyPage,
  familyReview,
  guardianReport,
  guardianReported,
  guardiansTold,
  id,
  quietHoursInput,
  reviewAnswer,
  reviewInput,
  settingsAnswer,
  settingsAnswered,
} from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp } from '../ground/http/index.ts';
import { childPage } from './child-page.ts';
import type { FamilyOptions } from './options.ts';
import { guardianPage, reviewView } from './page.ts';
import { setQuietHours } from './quiet-hours.ts';
import { reportAsGuardian, tellGuardians } from './reporting.ts';
import { answerReview, askReview } from './reviews.ts';
import { actOf, config, shared } from './routes.ts';
import { answerSettings } from './settings.ts';
import { standingOf } from './standing.ts';

const params = z.strictObject({ child: id });

/** Each as a guardian who is signed in on the platform; whoever is none of this child gets `not_known`. */
export function familyRoutes(app: HttpApp, o: FamilyOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/families/:child',
    config,
    schema: {
      ...shared,
      summary: 'What a guardian sees of a child',
      description:
        'The look stands in the log that the child sees. Ask for it when the guardian looks, and keep none of it.',
      ...{ params, querystring: familyAs, response: { 200: familyPage, ...failures } },
    },
    handler: (request) => {
      const between = { guardian: request.query.as, child: request.params.child };
      return guardianPage(o, between, 'embedded', actOf(o, request));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/families/:child/own',
    config,
    schema: {
      ...shared,
      summary: 'What a child sees: the same page, who its guardians are, and every look',
      ...{ params, response: { 200: childPageSchema, ...failures } },
    },
    handler: ({ params: { child } }) => childPage(o, child, o.clock()),
  });

  app.route({
    method: 'POST',
    url: '/v1/families/:child/settings',
    config,
    schema: {
      ...shared,
      summary: "A guardian's answer to a weaker safety setting",
      ...{ params, body: settingsAnswer, response: { 200: settingsAnswered, ...failures } },
    },
    handler: async (request) => {
      const standing = await standingOf(o, request.body.as, request.params.child);
      return { settings: await answerSettings(o, standing, request.body, actOf(o, request)) };
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/families/:child/quiet-hours',
    config,
    schema: {
      ...shared,
      summary: 'Ask for an evening and night without notifications, or take that back',
      ...{ params, body: quietHoursInput, response: { 200: quietHoursInput.pick({ quietHours: true }), ...failures } },
    },
    handler: async (request) => {
      const { as, quietHours } = request.body;
      await setQuietHours(o, await standingOf(o, as, request.params.child), quietHours, actOf(o, request));
      return { quietHours };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/families/:child/reviews',
    config,
    schema: {
      ...shared,
      summary: 'Ask the child to look at a contact together',
      ...{ params, body: reviewInput, response: { 200: familyReview, ...failures } },
    },
    handler: async (request) => {
      const act = actOf(o, request);
      const standing = await standingOf(o, request.body.as, request.params.child);
      // what is refused here says that somebody is not on the page: it is a look
      const page = await guardianPage(o, standing, 'embedded', act);
      return reviewView(o, await askReview(o, standing, page, request.body.about, act));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/families/:child/reviews/:id',
    config,
    schema: {
      ...shared,
      summary: "The child's answer to that",
      params: z.strictObject({ child: id, id }),
      ...{ body: reviewAnswer, response: { 200: familyReview, ...failures } },
    },
    handler: async (request) => {
      const { child, id: review } = request.params;
      return reviewView(o, await answerReview(o, child, review, request.body.state, actOf(o, request)));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/families/:child/reports',
    config,
    schema: {
      ...shared,
      summary: 'A guardian reports an account, in confidence',
      description:
        'Neither the child nor who it is about learns who reported. What becomes of it is told to the guardian.',
      ...{ params, body: guardianReport, response: { 200: guardianReported, ...failures } },
    },
    handler: async (request) => {
      const standing = await standingOf(o, request.body.as, request.params.child);
      return reportAsGuardian(o, standing, request.body, actOf(o, request));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/families/:child/told',
    config,
    schema: {
      ...shared,
      summary: 'The child lets its guardians know that it has reported somebody, and nothing more',
      ...{ params, response: { 200: guardiansTold, ...failures } },
    },
    handler: async (request) => ({ guardians: await tellGuardians(o, request.params.child, actOf(o, request)) }),
  });
}
