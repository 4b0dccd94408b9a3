export { keepAnchoring, readAnchors, takeAnchor, writeAnchor } from './anchors.ts';
export { appendAudit, appendAuditLine, appendAuditLines } from './append.ts';
export { type AuditBy, type AuditEntry, auditLine } from './line.ts';
export { type AuditFilter, listAudit } from './list.ts';
export { type AuditFault, type AuditVerified, verifyAudit } from './verify.ts';
