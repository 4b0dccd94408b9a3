/** Documents: one content, as HTML, PDF, CSV and JSON, each with its day and the hash of its content. */
export {
  type Block,
  type Cell,
  type Column,
  type Doc,
  type DocumentFormat,
  documentFormats,
  type OnPaper,
  type Section,
} from './document.ts';
export { hashOf } from './json.ts';
export { renderPdf } from './pdf-thread.ts';
export { renderCsv, renderHtml, renderJson, renderParts, sendDocument } from './render.ts';
export { dateIn } from './words.ts';
