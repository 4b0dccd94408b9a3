export { Intake, type IntakeOptions, type Onlooker } from './intake.ts';
export { Refused, readTold } from './read.ts';
export { intakeRoutes } from './routes.ts';
