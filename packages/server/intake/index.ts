export { Intake, type IntakeOptions, type Onlooker } from './intake.ts';
export { type HashRaw, Refused, readTold } from './read.ts';
export { intakeRoutes } from './routes.ts';
