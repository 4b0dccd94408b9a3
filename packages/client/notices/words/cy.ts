/** What the dialogs say to children, in Welsh. TO BE REVIEWED BY A NATIVE SPEAKER before it is relied on. */
import type { Words } from './words.ts';

export const cy: Words = {
  language: 'cy',
  about: 'Am {name}',
  back: 'Mynd yn ôl',
  later: 'Penderfynu wedyn',
  working: 'Arhosa eiliad',
  failed: 'Wnaeth hynny ddim gweithio. Rho gynnig arall arni.',
  help: {
    title: 'Cael help',
    lead: 'Gelli di ddweud wrth oedolyn rwyt ti’n ymddiried ynddo. Gelli di hefyd droi at y bobl hyn. Maen nhw yno i helpu.',
    label: 'Rhywun i siarad â nhw',
    opens: 'yn agor tudalen newydd',
  },
  why: {
    title: 'Pam rydw i’n gweld hyn?',
    you: 'Dydy hyn ddim yn golygu dy fod ti wedi gwneud rhywbeth o’i le.',
    because: {
      not_friends: 'Dwyt ti a’r person hwn ddim yn ffrindiau yma. Felly rydyn ni’n gofyn i ti yn gyntaf.',
      maybe_friends: 'Rydyn ni’n gofyn i ti yn gyntaf pan fydd rhywun eisiau bod yn ffrind i ti.',
      first_message: 'Dyma’r tro cyntaf i ti a’r person hwn ysgrifennu at eich gilydd.',
      you_asked: 'Gofynnaist ti i rywun fod yn ffrind i ti, ac efallai nad wyt ti’n ei nabod.',
      added_to_group: 'Mae rhywun arall eisiau dy ychwanegu di at grŵp. Felly rydyn ni’n gofyn i ti yn gyntaf.',
      weaker_setting:
        'Rwyt ti eisiau newid rhywbeth sy’n helpu i dy gadw di’n ddiogel. Felly rydyn ni’n gofyn i ti yn gyntaf.',
      you_acted: 'Gwnest ti rywbeth i gadw’n ddiogel. Rydyn ni’n dweud beth sy’n digwydd nawr.',
      others_acted:
        'Mae pobl ifanc eraill wedi rhwystro’r person hwn neu roi gwybod amdano. Dydyn ni ddim yn dweud pwy.',
      far_region: 'Hyd y gwyddon ni, does dim un o dy ffrindiau yn dod o’r lle mae’r person hwn.',
      new_account: 'Mae’r person hwn yn newydd yma.',
      take_care: 'Mae rhywbeth am y person hwn yn gwneud i ni ofyn i ti fod yn ofalus.',
      family:
        'Mae hyn am blentyn a rhiant neu ofalwr sydd wedi eu cysylltu yma. Rydyn ni’n dweud wrth y ddau beth sy’n newid.',
      machine: 'Cyfrifiadur ddewisodd ddangos hyn i ti. Gall fod yn anghywir.',
    },
  },
  block: {
    title: 'Wyt ti eisiau rhwystro’r person hwn?',
    body: [
      'Fydd y person ddim yn gallu ysgrifennu atat ti, na gofyn am fod yn ffrind i ti.',
      'Os gwelwn ni fod ganddo gyfrifon eraill, bydd y rheini’n cael eu rhwystro hefyd.',
      'Dydyn ni ddim yn dweud wrtho dy fod ti wedi ei rwystro.',
      'Gelli di newid dy feddwl unrhyw bryd.',
    ],
    yes: 'Rhwystro',
  },
  report: {
    title: 'Dweud wrthon ni am y person hwn',
    lead: 'Bydd ein tîm yn edrych ar beth rwyt ti’n ei ddweud. Dydyn ni ddim yn dweud wrth y person hwn pwy ddywedodd wrthon ni.',
    what: 'Beth ddigwyddodd?',
    missing: 'Dewis beth ddigwyddodd',
    more: 'Wyt ti eisiau dweud mwy?',
    hint: 'Gelli di adael hwn yn wag. Paid ag anfon lluniau, os gweli di’n dda.',
    send: 'Anfon',
    form: 'Gelli di ddweud wrthon ni ar dudalen arall. Mae’n cymryd tua 5 munud.',
    go: 'Mynd i’r dudalen',
    categories: {
      asks_for_pictures: 'Gofynnodd am luniau preifat gen i',
      threatens_to_share: 'Mae’n dweud y bydd yn rhannu llun ohono i',
      intimate_image: 'Rhannodd lun preifat ohono i',
      wants_to_meet: 'Mae eisiau cwrdd â fi, a dim ond ar-lein rydw i’n ei nabod',
      keeps_secret: 'Mae’n dweud wrtho i am gadw pethau rhag fy nheulu',
      scares: 'Mae’n codi ofn arna i neu’n dweud y bydd yn fy mrifo i',
      gives_presents: 'Mae eisiau rhoi arian neu anrhegion i fi',
      writes_too_much: 'Mae’n oedolyn sydd ddim yn stopio ysgrifennu ata i',
      not_who_they_say: 'Rydw i’n meddwl ei fod yn dweud celwydd am bwy yw e',
      unkind: 'Mae’n gas wrtho i',
      other: 'Mae rhywbeth arall yn teimlo’n anghywir',
    },
  },
};
