import type { FastifyRequest } from 'fastify';
import { type Language, languageOf } from '../ground/pages/index.ts';

/** The language that whoever is signed in reads in. */
export const languageAsked = ({ staff, headers }: FastifyRequest): Language =>
  languageOf(staff.language, headers['accept-language']);
