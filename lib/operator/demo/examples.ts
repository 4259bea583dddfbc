/** Customers of the example company whose passwords are told: made up, like all of it. */
export const exampleSignIns = [
  { email: 'paulo.moreau.9@example.com', password: 'amber-timber-quartz-amber' },
  {
    email: 'fatou.tanaka.96@example.org',
    password: 'amber-meadow-pepper-kernel-meadow',
    totpKey: '5V7EHLS47H6XUFV6NVIXHV6Q42GOK6WL',
  },
  { email: 'gael.moreau.161@example.org', password: 'harbor-lantern-zephyr-lantern', language: 'fr' },
] as const;
