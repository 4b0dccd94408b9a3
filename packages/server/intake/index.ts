export { Intake, type IntakeOptions } from './intake.ts';
export { Refused, readTold } from './read.ts';
export { intakeRoutes } from './routes.ts';
