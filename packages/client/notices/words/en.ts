/**
 * What the dialogs say to children, in English. Read it aloud before you change it: a child of nine should understand it (a
 * test holds it to that). Written by Kith's makers; to be read with children of 9 to 12 before it is relied on.
 */
import type { Words } from './words.ts';

export const en: Words = {
  language: 'en',
  about: 'About {name}',
  back: 'Go back',
  later: 'Decide later',
  working: 'Please wait',
  failed: 'That did not work. Please try again.',
  help: {
    title: 'Get help',
    lead: 'You can tell an adult you trust. You can also turn to these people. They are there to help.',
    label: 'Someone to talk to',
    opens: 'opens a new page',
  },
  why: {
    title: 'Why do I see this?',
    you: 'It does not mean that you did something wrong.',
    because: {
      not_friends: 'You and this person are not friends on here. So we ask you first.',
      maybe_friends: 'We ask you first when someone wants to be your friend.',
      first_message: 'It is the first time that you and this person write to each other.',
      you_asked: 'You asked someone to be your friend, and we think you may not know them.',
      added_to_group: 'Someone else wants to add you to a group. So we ask you first.',
      weaker_setting: 'You want to change something that helps to keep you safe. So we ask you first.',
      you_acted: 'You did something to stay safe. We tell you what happens now.',
      others_acted: 'Other young people have blocked or reported this person. We do not say who.',
      far_region: 'As far as we know, none of your friends comes from where this person is.',
      new_account: 'This person is new on here.',
      take_care: 'Something about this person makes us ask you to take care.',
      family: 'It is about a child and a parent or carer who are linked on here. We tell both of them what changes.',
      machine: 'A computer chose to show you this. It can be wrong.',
    },
  },
  block: {
    title: 'Do you want to block this person?',
    body: [
      'They will not be able to write to you, or ask to be your friend.',
      'If we see that they have other accounts, those are blocked too.',
      'We do not tell them that you blocked them.',
      'You can change your mind at any time.',
    ],
    yes: 'Block',
  },
  report: {
    title: 'Tell us about this person',
    lead: 'Our team will look at what you tell us. We do not tell this person who told us.',
    what: 'What happened?',
    missing: 'Choose what happened',
    more: 'Do you want to say more?',
    hint: 'You can leave this empty. Please do not send any pictures.',
    send: 'Send',
    form: 'You can tell us on another page. It takes about 5 minutes.',
    go: 'Go to the page',
    categories: {
      asks_for_pictures: 'They asked me for private pictures',
      threatens_to_share: 'They say they will share a picture of me',
      intimate_image: 'They shared a private picture of me',
      wants_to_meet: 'They want to meet me, and I only know them online',
      keeps_secret: 'They tell me to keep secrets from my family',
      scares: 'They scare me or say they will hurt me',
      gives_presents: 'They want to give me money or presents',
      writes_too_much: 'They are an adult and will not stop writing to me',
      not_who_they_say: 'I think they lie about who they are',
      unkind: 'They are mean to me',
      other: 'Something else feels wrong',
    },
  },
};
