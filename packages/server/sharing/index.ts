export { SharingDoor } from './at-the-door.ts';
export { exportShared, importShared, stateOf } from './exchange.ts';
export { FILE_BYTES_MAX, SharingRefused } from './file.ts';
export { type Agreement, keyIdOf, readSharing, SALT_BYTES } from './settings.ts';
