export { type Config, ConfigError, type Configured, isOpen, readConfig, type Shown } from './config.ts';
export type { Sources } from './gather.ts';
export { Secret, urlShown } from './secret.ts';
export { type Role, type SettingName, settingNames, settings } from './settings.ts';
