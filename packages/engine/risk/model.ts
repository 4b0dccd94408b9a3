/** A policy's risk model made ready for scoring. */
import type { RiskModel, Thresholds } from '@kith/contract';
import { type Account, evidenceCodes } from '../knowledge/index.ts';
import { type CodesSettings, type CompiledCodes, compileCodes } from './codes.ts';
import type { SecondLook } from './second-look/look.ts';

export interface CompiledRiskModel extends RiskModel {
  readonly codes: CompiledCodes;
  /** what evidence of a code counts times, in the order of evidenceCodes */
  readonly scales: readonly number[];
  /** looked at twice by, where the policy says that it counts; null where not */
  readonly second: SecondLook | null;
}

export const compileRiskModel = (
  model: RiskModel,
  codes: CodesSettings,
  second: SecondLook | null = null,
): CompiledRiskModel => withCodes(model, compileCodes(codes), second);

/** @param second counts where the model says so, and names it */
export const withCodes = (model: RiskModel, codes: CompiledCodes, second: SecondLook | null): CompiledRiskModel => ({
  ...model,
  codes,
  scales: evidenceCodes.map((code) => model.evidence.scale?.[code] ?? 1),
  second: model.secondLook?.mode === 'live' && model.secondLook.model === second?.version ? second : null,
});

/** The thresholds of the account's cohort: those who are like it in age band, country and language. */
export function thresholdsFor(model: RiskModel, account: Account): Thresholds {
  for (const cohort of model.cohorts) {
    if (cohort.ageBand !== undefined && cohort.ageBand !== account.ageBand) continue;
    if (cohort.country !== undefined && cohort.country !== account.country) continue;
    if (cohort.language !== undefined && !isLanguage(account.language, cohort.language)) continue;
    return cohort.thresholds;
  }
  return model.thresholds;
}

/** The score from which on somebody is looked at twice, where the model says so. */
export const lookedAtFrom = ({ secondLook }: Pick<RiskModel, 'secondLook'>, thresholds: Thresholds): number =>
  secondLook?.from ?? thresholds.low;

/** Whether a tag is a language or a variant of it: en-GB is en. */
const isLanguage = (tag: string, language: string): boolean => tag === language || tag.startsWith(`${language}-`);
