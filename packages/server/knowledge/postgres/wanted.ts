/** What a pass over a block asked for and did not find. */
import { identifierKey } from '@kith/engine';
import {
  type Asked,
  type MutualQuestion,
  mutualKey,
  type PlaceQuestion,
  pairKey,
  placeKey,
  type SharersQuestion,
} from '../asked.ts';

/** Each once. */
export class Wanted {
  readonly accounts = new Set<string>();
  readonly contacts = new Map<string, readonly [string, string]>();
  readonly conducts = new Set<string>();
  readonly approaches = new Map<string, readonly [string, string]>();
  readonly accepted = new Set<string>();
  readonly mutual = new Map<string, MutualQuestion>();
  readonly places = new Map<string, PlaceQuestion>();
  readonly flags = new Set<string>();
  readonly conversations = new Set<string>();
  readonly members = new Set<string>();
  readonly memberships = new Map<string, readonly [string, string]>();
  readonly identifiers = new Set<string>();
  readonly sharers = new Map<string, SharersQuestion>();
  readonly links = new Set<string>();
  readonly media = new Set<string>();

  add(asked: Asked): void {
    switch (asked.what) {
      case 'account':
        this.accounts.add(asked.account);
        break;
      case 'contact':
        this.contacts.set(pairKey(asked.actor, asked.other), [asked.actor, asked.other]);
        break;
      case 'conduct':
        this.conducts.add(asked.account);
        break;
      case 'approach':
        this.approaches.set(pairKey(asked.actor, asked.other), [asked.actor, asked.other]);
        break;
      case 'accepted':
        this.accepted.add(asked.account);
        break;
      case 'mutual':
        this.mutual.set(mutualKey(asked), asked);
        break;
      case 'connection in':
        this.places.set(placeKey(asked), asked);
        break;
      case 'flags':
        this.flags.add(asked.account);
        break;
      case 'conversation':
        this.conversations.add(asked.conversation);
        break;
      case 'members':
        this.members.add(asked.conversation);
        break;
      case 'member':
        this.memberships.set(pairKey(asked.conversation, asked.account), [asked.conversation, asked.account]);
        break;
      case 'identifiers':
        this.identifiers.add(asked.account);
        break;
      case 'sharers':
        this.sharers.set(identifierKey(asked.kind, asked.hash), asked);
        break;
      case 'links':
        this.links.add(asked.account);
        break;
      case 'media':
        this.media.add(asked.media);
        break;
      default:
        asked satisfies never;
    }
  }

  clear(): void {
    this.accounts.clear();
    this.contacts.clear();
    this.conducts.clear();
    this.approaches.clear();
    this.accepted.clear();
    this.mutual.clear();
    this.places.clear();
    this.flags.clear();
    this.conversations.clear();
    this.members.clear();
    this.memberships.clear();
    this.identifiers.clear();
    this.sharers.clear();
    this.links.clear();
    this.media.clear();
  }

  get size(): number {
    return (
      this.accounts.size +
      this.contacts.size +
      this.conducts.size +
      this.approaches.size +
      this.accepted.size +
      this.mutual.size +
      this.places.size +
      this.flags.size +
      this.conversations.size +
      this.members.size +
      this.memberships.size +
      this.identifiers.size +
      this.sharers.size +
      this.links.size +
      this.media.size
    );
  }

  /** Whether all of it is asked of the database at once: whoever asks who shares something asks on when that was answered. */
  get isOneTurn(): boolean {
    return this.sharers.size === 0;
  }

  /** Whether one statement loads all of it, so that it is of one moment without a transaction. */
  get isOneStatement(): boolean {
    return this.accounts.size === this.size || this.contacts.size === this.size;
  }
}
