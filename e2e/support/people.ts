/** Customers of the older system, imported for the journeys by the operator's own command. */
export interface Person {
  email: string;
  name: string;
  /** Their password in the older system; whoever changes it in a journey keeps the new one to itself. */
  password: string;
  /** Key of the authenticator they brought along. */
  totpKey?: string;
}

// One journey, one customer: journeys run side by side and must not meet.
export const people = {
  signIn: {
    email: 'zoe.fischer.0@example.net',
    name: 'Zoe Fischer',
    password: 'jasper-timber-nickel-amber-indigo',
  },
  wrongPassword: {
    email: 'priya.lefevre.1@example.com',
    name: 'Priya Lefevre',
    password: 'velvet-nickel-pepper',
  },
  enrolment: {
    email: 'beatriz.lefevre.2@example.com',
    name: 'Beatriz Lefevre',
    password: 'yonder-timber-jasper-saddle-nickel',
  },
  enrolmentNoScript: {
    email: 'fatou.rossi.3@example.com',
    name: 'Fatou Rossi',
    password: 'willow-quartz-ember-delta-yonder',
  },
  forgotten: {
    email: 'sana.petrov.4@example.com',
    name: 'Sana Petrov',
    password: 'saddle-garnet-jasper-anchor',
  },
  deadLink: {
    email: 'nadia.nakamura.6@example.com',
    name: 'Nadia Nakamura',
    password: 'willow-pepper-falcon',
  },
  resetOne: {
    email: 'wen.petrov.7@example.org',
    name: 'Wen Petrov',
    password: 'saddle-timber-copper',
  },
  resetNoScript: {
    email: 'wen.eriksen.8@example.org',
    name: 'Wen Eriksen',
    password: 'meadow-timber-lantern',
  },
  passwordChange: {
    email: 'paulo.moreau.9@example.com',
    name: 'Paulo Moreau',
    password: 'amber-timber-quartz-amber',
  },
  sessions: {
    email: 'jomo.rossi.10@example.net',
    name: 'Jomo Rossi',
    password: 'pepper-jasper-delta-willow-timber',
  },
  isolationA: {
    email: 'camille.abara.11@example.com',
    name: 'Camille Abara',
    password: 'anchor-amber-delta-kernel',
  },
  isolationB: {
    email: 'mei.eriksen.12@example.com',
    name: 'Mei Eriksen',
    password: 'kernel-quartz-lantern-lantern-ember',
  },
  french: {
    email: 'ibrahim.virtanen.13@example.net',
    name: 'Ibrahim Virtanen',
    password: 'nickel-basalt-saddle',
  },
  newAddress: {
    email: 'jomo.jansen.15@example.com',
    name: 'Jomo Jansen',
    password: 'raven-harbor-copper-saddle-copper',
  },
  activity: {
    email: 'jomo.santos.16@example.org',
    name: 'Jomo Santos',
    password: 'umber-pepper-garnet-harbor',
  },
  stoppedService: {
    email: 'gael.castro.18@example.com',
    name: 'Gael Castro',
    password: 'raven-raven-indigo',
  },
  resetAll: {
    email: 'leila.zhou.19@example.org',
    name: 'Leila Zhou',
    password: 'raven-candle-nickel-yonder-saddle',
  },
  deepLink: {
    email: 'jomo.yilmaz.20@example.com',
    name: 'Jomo Yilmaz',
    password: 'raven-basalt-candle-amber-yonder',
  },
  withTotp: {
    email: 'hana.nakamura.14@example.org',
    name: 'Hana Nakamura',
    password: 'zephyr-ember-willow-anchor-jasper',
    totpKey: 'ZUE2AU2ZNI6JZKUFX6PNVAJEMMNK2NON',
  },
  usedCode: {
    email: 'ines.kimura.17@example.org',
    name: 'Ines Kimura',
    password: 'copper-amber-yonder-kernel',
    totpKey: 'MO32UPNQJZBKFR7UD45P6MYUQB3FYQXX',
  },
  recovery: {
    email: 'ines.tanaka.33@example.org',
    name: 'Ines Tanaka',
    password: 'garnet-anchor-raven',
    totpKey: '7T4ATF2AHDBOAAWUJ24GG476TDXDR2PZ',
  },
  disabling: {
    email: 'yusuf.yilmaz.38@example.com',
    name: 'Yusuf Yilmaz',
    password: 'zephyr-orchid-zephyr-lantern',
    totpKey: '4ZK7R6WXMKA2HEBPVKO2Q22XVITMPQBA',
  },
  unicode: {
    email: 'beatriz.nakamura.44@example.com',
    name: 'Beatriz Nakamura',
    password: 'pepper-quartz-harbor-kernel密码',
  },
  formVictim: {
    email: 'amara.fischer.21@example.net',
    name: 'Amara Fischer',
    password: 'jasper-raven-saddle-nickel',
  },
  formForger: {
    email: 'ibrahim.nakamura.22@example.net',
    name: 'Ibrahim Nakamura',
    password: 'harbor-kernel-copper-indigo-pepper',
  },
  reader: {
    email: 'gael.yilmaz.23@example.org',
    name: 'Gael Yilmaz',
    password: 'kernel-orchid-quartz-candle-kernel',
  },
  watched: {
    email: 'sana.weber.24@example.com',
    name: 'Sana Weber',
    password: 'ember-jasper-kernel-candle-garnet',
  },
  secondMember: {
    email: 'ravi.okafor.50@example.net',
    name: 'Ravi Okafor',
    password: 'ember-saddle-quartz-lantern',
    totpKey: 'WBXSCMITZNXADCQUXTDVAUV3UKPU4GDY',
  },
  supporter: {
    email: 'lucie.bernard.51@example.net',
    name: 'Lucie Bernard',
    password: 'harbor-willow-amber-delta',
    totpKey: 'VDCFPUZYPKYPZMIOO2G2ATLKXMSIGOSN',
  },
  campaignOne: {
    email: 'tomas.silva.52@example.org',
    name: 'Tomas Silva',
    password: 'kernel-raven-copper-meadow',
  },
  campaignTwo: {
    email: 'aiko.mori.53@example.org',
    name: 'Aiko Mori',
    password: 'lantern-zephyr-orchid-basalt',
  },
  campaignThree: {
    email: 'nils.berg.54@example.org',
    name: 'Nils Berg',
    password: 'garnet-indigo-falcon-umber',
  },
  campaignSpared: {
    email: 'rosa.lind.55@example.org',
    name: 'Rosa Lind',
    password: 'pepper-yonder-candle-harbor',
  },
  mailedCode: {
    email: 'amara.castro.60@example.org',
    name: 'Amara Castro',
    password: 'candle-yonder-pepper-raven-saddle',
  },
  mailedCodeNoScript: {
    email: 'xenia.haddad.61@example.net',
    name: 'Xenia Haddad',
    password: 'candle-lantern-candle-lantern',
  },
  remembered: {
    email: 'camille.santos.62@example.net',
    name: 'Camille Santos',
    password: 'garnet-quartz-basalt-saddle',
  },
  becomingStaff: {
    email: 'jomo.petrov.90@example.net',
    name: 'Jomo Petrov',
    password: 'saddle-raven-garnet-pepper-nickel',
  },
  auditor: {
    email: 'mara.quint.94@example.org',
    name: 'Mara Quint',
    password: 'basalt-orchid-harbor-willow',
    totpKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  counted: {
    email: 'ravi.holt.97@example.org',
    name: 'Ravi Holt',
    password: 'quartz-meadow-zephyr-anchor',
  },
  besieged: {
    email: 'otto.brandt.93@example.org',
    name: 'Otto Brandt',
    password: 'falcon-meadow-basalt-ember',
  },
  pasting: {
    email: 'ida.holm.92@example.org',
    name: 'Ida Holm',
    password: 'meadow-saddle-indigo-harbor',
  },
  lookedAt: {
    email: 'noor.ivanov.91@example.org',
    name: 'Noor Ivanov',
    password: 'delta-basalt-falcon-quartz-velvet',
  },
  intruded: {
    email: 'olga.moreau.94@example.org',
    name: 'Olga Moreau',
    password: 'anchor-umber-copper-saddle',
  },
  auditing: {
    email: 'kaori.tanaka.95@example.com',
    name: 'Kaori Tanaka',
    password: 'lantern-willow-garnet',
  },
  takenBackOne: {
    email: 'bruno.keller.131@example.org',
    name: 'Bruno Keller',
    password: 'copper-lantern-orchid-velvet',
  },
  takenBackTwo: {
    email: 'hanna.vogel.132@example.org',
    name: 'Hanna Vogel',
    password: 'saddle-kernel-willow-raven',
  },
  takenBackThree: {
    email: 'jorge.lima.133@example.org',
    name: 'Jorge Lima',
    password: 'umber-quartz-pepper-falcon',
  },
  takingBack: {
    email: 'elin.strand.134@example.org',
    name: 'Elin Strand',
    password: 'velvet-harbor-zephyr-candle',
    totpKey: 'KRSXG5CTMVRXEZLUKN2XAZLSKRSXG5CT',
  },
  ledger: {
    email: 'lena.okafor.98@example.org',
    name: 'Lena Okafor',
    password: 'orchid-lantern-copper-falcon',
  },
  disowning: {
    email: 'vera.lindqvist.102@example.org',
    name: 'Vera Lindqvist',
    password: 'copper-lantern-orchid-raven',
  },
  guessedAt: {
    email: 'hugo.almeida.103@example.net',
    name: 'Hugo Almeida',
    password: 'willow-ember-saddle-timber',
  },
  crawled: {
    email: 'iris.vogt.170@example.org',
    name: 'Iris Vogt',
    password: 'amber-quartz-willow-harbor',
  },
  accountOwner: {
    email: 'marta.keller.121@example.org',
    name: 'Marta Keller',
    password: 'velvet-umber-harbor-falcon-candle',
  },
  accountOwnerNoScript: {
    email: 'hugo.lemaire.122@example.org',
    name: 'Hugo Lemaire',
    password: 'orchid-basalt-meadow-kernel-raven',
  },
  confirming: {
    email: 'lena.brandt.116@example.org',
    name: 'Lena Brandt',
    password: 'copper-lantern-willow-indigo-saddle',
  },
  confirmingNoScript: {
    email: 'malik.dupont.117@example.com',
    name: 'Malik Dupont',
    password: 'quartz-ember-nickel-harbor',
    totpKey: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  },
  passkeys: {
    email: 'wren.abara.111@example.org',
    name: 'Wren Abara',
    password: 'copper-lantern-juniper-slate',
  },
  everyOwner: {
    email: 'nora.lindgren.185@example.org',
    name: 'Nora Lindgren',
    password: 'garnet-raven-anchor-candle',
    totpKey: '6KRXFPXVP4SHBACKCWVZXZIMH7323PGX',
  },
  everyGuest: {
    email: 'theo.marchand.186@example.org',
    name: 'Théo Marchand',
    password: 'pepper-anchor-saddle-yonder',
  },
  everySuspect: {
    email: 'ilse.brouwer.187@example.org',
    name: 'Ilse Brouwer',
    password: 'umber-meadow-quartz-indigo',
  },
  everyReset: {
    email: 'pavel.novak.188@example.org',
    name: 'Pavel Novak',
    password: 'velvet-raven-falcon-copper',
  },
  keyboard: {
    email: 'june.okoye.189@example.org',
    name: 'June Okoye',
    password: 'pepper-quartz-yonder-harbor',
  },
  keyboardOne: {
    email: 'emil.sorensen.190@example.org',
    name: 'Emil Sorensen',
    password: 'orchid-umber-basalt-ember',
  },
  keyboardTwo: {
    email: 'carla.neri.191@example.org',
    name: 'Carla Neri',
    password: 'ember-lantern-umber-yonder',
  },
  keyboardThree: {
    email: 'wout.smeets.192@example.org',
    name: 'Wout Smeets',
    password: 'saddle-garnet-quartz-amber',
  },
  keyboardSecond: {
    email: 'aya.benali.193@example.org',
    name: 'Aya Benali',
    password: 'zephyr-umber-kernel-ember',
    totpKey: '5JJLIPV2XPC5E2EPVZAQ3CLTDNSZRGXW',
  },
  helped: {
    email: 'ines.vidal.200@example.org',
    name: 'Ines Vidal',
    password: 'lantern-cobalt-meadow-thistle',
  },
  helpedWithCode: {
    email: 'oskar.lind.201@example.com',
    name: 'Oskar Lind',
    password: 'harbor-juniper-velvet-onyx',
    totpKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  moving: {
    email: 'nora.adeyemi.171@example.org',
    name: 'Nora Adeyemi',
    password: 'willow-cobalt-harbor-lantern-reed',
  },
  movingNoScript: {
    email: 'felix.morin.172@example.com',
    name: 'Félix Morin',
    password: 'saddle-orchid-copper-meadow-lark',
  },
  moved: {
    email: 'tilda.berg.173@example.org',
    name: 'Tilda Berg',
    password: 'garnet-falcon-umber-candle-moss',
  },
  statedPages: {
    email: 'greta.moll.210@example.org',
    name: 'Greta Moll',
    password: 'amber-thicket-signal-marble',
    totpKey: 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U',
  },
  statedSuspect: {
    email: 'ivo.brandl.211@example.org',
    name: 'Ivo Brandl',
    password: 'copper-signal-lantern-fjord',
  },
} satisfies Record<string, Person>;
