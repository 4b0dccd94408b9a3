/**
 * Files one report with NCMEC: exactly once, whatever breaks.
 *
 * A report is **opened** by /submit, which answers with its number. That number is stored before anything else happens. Then its
 * **files** go up one by one: /upload sends one, and NCMEC echoes the MD5 of what it got, which must be that of what was sent;
 * /fileinfo says what is known of it. Then /finish **files** the report; nothing can be added or taken back from there on, and the
 * answer is the receipt. Until /finish, /retract takes a report back.
 *
 * Any call can be lost on its way there, or its answer on the way back, and this process can die at any moment. Why there is one
 * report all the same, and never two:
 *
 * - Between NCMEC opening a report and us storing its number there is a gap that nobody on our side can close: the answer may be
 *   lost. Such an orphan is never finished, since nobody knows its number, and an unfinished report is deleted by NCMEC: 24 hours
 *   after it was opened, or an hour after its last change. So /submit may be repeated as often as needed; what counts is
 *   /finish, and that is only ever called with a number that is stored.
 * - A number is given up only when NCMEC has said that it is not finished and never will be: /retract succeeded, or says that the
 *   report is gone (5001) or was retracted before (5101). Only then is another report opened. If it says 5102, the report
 *   was finished: that is the end, and that answer is the receipt. There is no call that asks and changes nothing.
 * - Where it is not known whether /finish or /upload had its effect (no answer, half of one, a server error, a crash in between),
 *   the report is **taken back** in that way. So what NCMEC has in the end is what two people approved, each file once, with
 *   its details; not one more copy of a file that nobody says anything of. An upload that broke off before its last byte
 *   left had no effect, and is repeated. So is /fileinfo, since it says the same again; if the repetition is refused, it is
 *   not known what NCMEC has, and the report is taken back.
 * - An answer that names another report (of /submit: one that another referral has, or that was taken back), or says "done" with an HTTP status that says it isn't, is no answer. Nor is an upload
 *   done whose answer has no MD5.
 * - Whether a call was made before a crash is not in the database. But what is about to be done is, under a name that was made up
 *   in the process that will do it (`about`): whoever reads a name that is not its own knows that somebody may have done it.
 *
 * A report that is about to expire is taken back and opened anew. What NCMEC refuses (4xxx) is taken back, and a person must look:
 * then nothing is open. Bad credentials (401, 2000, 3xxx) keep everything as it is until somebody has mended them. All else
 * is tried again: for two weeks where nothing is open yet; without end where something is, as only NCMEC knows how that ended.
 */
import { randomUUID } from 'node:crypto';
import type { Filer, FilingState, Next, Receipt, Sent } from '../../kinds/filer.ts';
import type { CyberTipline } from '../client/client.ts';
import { aboutReport, judge, notBelieved, problemOf, type Reply } from '../client/reply.ts';
import type { NcmecContent } from '../content.ts';
import type { Checker } from '../xml/check.ts';
import { type Memory, memoryOf, startedAgain } from './memory.ts';
import { md5Of, type Preparation, prepare, reportOf, type Writing } from './prepare.ts';
import { BARRED_MS, isOld, OPENING_FOR_MS, waitAfter, waitBeforeRestart } from './waits.ts';

type Stepped = { filing: FilingState; next: Next };
type Call = 'submit' | 'upload' | 'fileinfo' | 'finish' | 'retract';

/** Names of calls that this process holds at most: one a referral that it is at, so far more than it ever is. */
const ABOUT_MAX = 100_000;

export interface MachineOptions {
  client: CyberTipline;
  checker: Checker;
  writing: Writing;
  /** 0 to 1 */
  random?: () => number;
}

export class NcmecFiler implements Filer<NcmecContent> {
  readonly #options: MachineOptions;
  readonly #random: () => number;
  /** made up here and not used yet */
  readonly #about = new Set<string>();

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  async step(filing: FilingState, sent: Sent<NcmecContent>): Promise<Stepped> {
    const memory = memoryOf(filing);
    // before anything is looked up: what may have been done is asked about, whatever else is the matter
    const known = memory.about === null || this.#about.delete(memory.about);
    switch (memory.at) {
      case 'open':
        return this.#open(filing, memory, sent);
      case 'files':
        if (!known && !isDescribing(memory)) return this.#takeBack(filing, memory, 'restart', 'upload: not known');
        if (isOld(memory.openedAt_ms, memory.changedAt_ms, sent.clock())) {
          return this.#takeBack(filing, memory, 'restart', 'it is about to expire');
        }
        // what may have been said before is said again, which counts as having failed once
        return this.#file(known ? filing : { ...filing, attempts: Math.max(1, filing.attempts) }, memory, sent);
      case 'finishing':
        if (!known) return this.#takeBack(filing, memory, 'restart', 'finish: not known');
        if (isOld(memory.openedAt_ms, memory.changedAt_ms, sent.clock())) {
          return this.#takeBack(filing, memory, 'restart', 'it is about to expire');
        }
        return this.#finish(filing, memory, sent);
      case 'taking_back':
        return this.#retract(filing, memory, sent);
      default:
        return memory.at satisfies never;
    }
  }

  /** The report's XML, as it was submitted; details of its files are sent apart. */
  written(id: string, content: NcmecContent): Receipt {
    const { bytes } = reportOf(content, this.#options.writing);
    return { name: `${id}.xml`, mediaType: 'text/xml', text: Buffer.from(bytes).toString('utf8') };
  }

  #prepare(sent: Sent<NcmecContent>, checker: Checker | null): Preparation {
    return prepare(sent.content, sent.files, this.#options.writing, checker);
  }

  async #open(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>): Promise<Stepped> {
    const now = sent.clock();
    if (memory.failingSince_ms !== null && now - memory.failingSince_ms > OPENING_FOR_MS) {
      return { filing: { ...filing, step: 'refused', problem: `given up: ${filing.problem ?? ''}` }, next: 'refused' };
    }
    const { report, files, faults } = this.#prepare(sent, this.#options.checker);
    const [fault] = faults;
    if (fault !== undefined) {
      const problem = `not valid by ${fault.by}: ${fault.at} ${fault.what}`;
      return { filing: { ...filing, step: 'refused', problem }, next: 'refused' };
    }
    const failing: Memory = { ...memory, failingSince_ms: memory.failingSince_ms ?? now };
    const reply = await this.#options.client.submit(report.bytes, sent.signal);
    const { verdict } = judge(reply);
    switch (verdict) {
      case 'done': {
        const number = reply.came === 'answer' ? reply.answer.reportId : null;
        if (number === null) return this.#later(filing, failing, sent, 'submit', reply);
        // its files would go into another's report, and that one's end be taken for this one's
        if (memory.takenBack.includes(number) || (await sent.isAnothers(number))) {
          const other = notBelieved(reply.came === 'answer' ? reply.requestId : null, 'KITH_OTHER_REPORT');
          return this.#later(filing, failing, sent, 'submit', other);
        }
        const opened: Memory = {
          ...{ ...memory, report: number, openedAt_ms: now, changedAt_ms: now, failingSince_ms: null, uploaded: [] },
          at: files.length === 0 ? 'finishing' : 'files',
        };
        return this.#on({ ...filing, step: 'opened', report: number, filesDone: 0, files: files.length }, opened);
      }
      case 'barred':
        return this.#barred(filing, failing, sent, 'submit', reply);
      case 'refused':
        return { filing: { ...filing, step: 'refused', problem: problemOf('submit', reply) }, next: 'refused' };
      case 'later':
      case 'gone':
      case 'no_file':
      case 'finished':
        return this.#later(filing, failing, sent, 'submit', reply);
      default:
        return verdict satisfies never;
    }
  }

  /** Uploads the next file, or describes the one that was uploaded last. */
  async #file(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>): Promise<Stepped> {
    const number = numberOf(memory);
    const { files } = this.#prepare(sent, null);
    const last = memory.uploaded.at(-1);
    const describing = last !== undefined && !last.described;
    const file = files[describing ? memory.uploaded.length - 1 : memory.uploaded.length];
    // fewer than when it was opened: it is not what was opened any more
    if (file === undefined) return this.#takeBack(filing, memory, 'restart', 'its files have changed');
    if (describing) {
      const details = file.details({ reportId: number, fileId: last.fileId }, last.md5);
      const reply = aboutReport(await this.#options.client.fileInfo(details.bytes, sent.signal), number);
      if (judge(reply).verdict !== 'done') return this.#failed(filing, memory, sent, 'fileinfo', reply);
      const uploaded = memory.uploaded.with(-1, { ...last, described: true });
      const done = uploaded.length === files.length;
      const became: Memory = { ...memory, uploaded, changedAt_ms: sent.clock(), at: done ? 'finishing' : 'files' };
      return this.#on({ ...filing, step: done ? 'finishing' : 'uploading', filesDone: uploaded.length }, became);
    }
    let bytes: Uint8Array;
    try {
      bytes = await file.bytes();
    } catch (error) {
      return this.#unreadable(filing, memory, sent, error);
    }
    const md5 = md5Of(bytes);
    const reply = aboutReport(await this.#options.client.upload(number, file.name, bytes, sent.signal), number);
    if (reply.came === 'nothing' || judge(reply).verdict !== 'done') {
      return this.#failed(filing, memory, sent, 'upload', reply);
    }
    const { fileId, hash } = reply.answer;
    if (fileId === null) return this.#takeBack(filing, memory, 'restart', 'upload: no number of the file');
    if (hash === null) return this.#takeBack(filing, memory, 'restart', 'upload: not said what NCMEC got');
    if (hash !== md5) return this.#takeBack(filing, memory, 'restart', 'upload: NCMEC got other bytes');
    const uploaded = [...memory.uploaded, { fileId, md5, described: false }];
    return this.#on({ ...filing, step: 'uploading' }, { ...memory, uploaded, changedAt_ms: sent.clock() });
  }

  async #finish(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>): Promise<Stepped> {
    const number = numberOf(memory);
    const reply = aboutReport(await this.#options.client.finish(number, sent.signal), number);
    if (reply.came === 'answer' && judge(reply).verdict === 'done') return this.#finished(filing, memory, reply.text);
    return this.#failed(filing, memory, sent, 'finish', reply);
  }

  /** What a call about an open report came to, where that is not success. */
  #failed(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>, call: Call, reply: Reply): Stepped {
    const { verdict, mayHaveActed } = judge(reply);
    const problem = problemOf(call, reply);
    switch (verdict) {
      case 'later':
        // the same details again are the same details
        if (!mayHaveActed || call === 'fileinfo') return this.#later(filing, memory, sent, call, reply);
        return this.#takeBack(filing, memory, 'restart', problem);
      case 'barred':
        return this.#barred(filing, memory, sent, call, reply);
      case 'refused':
        // refused as a repetition, perhaps: then it is not known what NCMEC has of it
        if (call === 'fileinfo' && filing.attempts > 0) return this.#takeBack(filing, memory, 'restart', problem);
        return this.#takeBack(filing, memory, 'refuse', problem);
      case 'done':
      case 'gone':
      case 'no_file':
      case 'finished':
        // what it is can only be said by taking it back; of a finished one that says that it is finished
        return this.#takeBack(filing, memory, 'restart', problem);
      default:
        return verdict satisfies never;
    }
  }

  async #retract(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>): Promise<Stepped> {
    const number = numberOf(memory);
    const reply = aboutReport(await this.#options.client.retract(number, sent.signal), number);
    const { verdict } = judge(reply);
    switch (verdict) {
      case 'finished':
        return this.#finished(filing, memory, reply.came === 'answer' ? reply.text : '');
      case 'done':
      case 'gone':
        if (memory.afterwards === 'restart') return this.#restart(filing, memory, sent);
        return {
          filing: { ...filing, step: 'refused', report: null, problem: memory.because, memory: startedAgain(memory) },
          next: 'refused',
        };
      case 'barred':
        return this.#barred(filing, memory, sent, 'retract', reply);
      case 'later':
      case 'refused':
      case 'no_file':
        return this.#later(filing, memory, sent, 'retract', reply);
      default:
        return verdict satisfies never;
    }
  }

  #finished(filing: FilingState, memory: Memory, text: string): Stepped {
    const reference = numberOf(memory);
    const receipt = { name: `cybertipline-${reference}.xml`, mediaType: 'text/xml', text };
    const done = { ...filing, reference, receipt, attempts: 0, problem: null, memory: { ...memory, about: null } };
    return { filing: { ...done, step: 'finished', filesDone: filing.files }, next: 'finished' };
  }

  #restart(filing: FilingState, memory: Memory, sent: Sent<NcmecContent>): Stepped {
    const again = startedAgain(memory);
    const wait_ms = waitBeforeRestart(again.restarts, this.#random());
    const next = wait_ms === 0 ? 'again' : { waitUntil_ms: sent.clock() + wait_ms };
    const problem = `opened anew, after: ${memory.because ?? ''}`;
    return {
      filing: {
        ...filing,
        step: 'waiting',
        report: null,
        filesDone: 0,
        attempts: again.restarts,
        problem,
        memory: again,
      },
      next,
    };
  }

  /** Nothing of it is called here: that it is to be taken back is stored first. */
  #takeBack(filing: FilingState, memory: Memory, afterwards: Memory['afterwards'], because: string): Stepped {
    const became: Memory = { ...memory, at: 'taking_back', about: null, afterwards, because };
    return { filing: { ...filing, attempts: filing.attempts + 1, problem: because, memory: became }, next: 'again' };
  }

  /** The next call is stored, under a name that only this process knows for its own, before it is made. */
  #on(filing: FilingState, memory: Memory): Stepped {
    return { filing: { ...filing, attempts: 0, problem: null, memory: this.#armed(memory) }, next: 'again' };
  }

  #armed(memory: Memory): Memory {
    if (memory.at === 'open' || memory.at === 'taking_back') return { ...memory, about: null };
    const about = randomUUID();
    this.#about.add(about);
    for (const oldest of this.#about) {
      if (this.#about.size <= ABOUT_MAX) break;
      this.#about.delete(oldest);
    }
    return { ...memory, about };
  }

  #later(filing: FilingState, memory: Memory, { clock }: Sent<NcmecContent>, call: Call, reply: Reply): Stepped {
    const attempts = filing.attempts + 1;
    const asked_ms = reply.came === 'nothing' ? reply.retryAfter_ms : 0;
    return {
      filing: { ...filing, attempts, problem: problemOf(call, reply), memory: this.#armed(memory) },
      next: { waitUntil_ms: clock() + waitAfter(attempts, asked_ms, this.#random()) },
    };
  }

  #barred(filing: FilingState, memory: Memory, { clock }: Sent<NcmecContent>, call: Call, reply: Reply): Stepped {
    const problem = `not authorised. ${problemOf(call, reply)}`;
    return {
      filing: { ...filing, attempts: filing.attempts + 1, problem, memory: this.#armed(memory) },
      next: { waitUntil_ms: clock() + BARRED_MS },
    };
  }

  /** A file can't be had: for now, or for good. */
  #unreadable(filing: FilingState, memory: Memory, { clock }: Sent<NcmecContent>, error: unknown): Stepped {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    const problem = `evidence: ${code}`;
    if (FOR_GOOD.includes(code)) return this.#takeBack(filing, memory, 'refuse', problem);
    const attempts = filing.attempts + 1;
    return {
      filing: { ...filing, attempts, problem, memory: this.#armed(memory) },
      next: { waitUntil_ms: clock() + waitAfter(attempts, 0, this.#random()) },
    };
  }
}

/** Codes of an EvidenceError that trying again does not mend. */
const FOR_GOOD: readonly string[] = ['not_known', 'destroyed', 'damaged', 'too_large'];

const isDescribing = ({ uploaded }: Memory): boolean => uploaded.at(-1)?.described === false;

function numberOf({ report }: Memory): string {
  if (report === null) throw new Error('no report is open');
  return report;
}
