/**
 * The average activity of a person. These are guesses for an office that works by chat. Replace them with figures from
 * the dashboard of a deployment.
 */
export const person = {
  onlineHoursADay: 8,
  daysAMonth: 22,
  /** This and the following numbers are per person and day. */
  sends: 40,
  reads: 80,
  typingSpells: 30,
  restCalls: 60,
  /** Devices connected at the same time. */
  devices: 1.5,
  /** New connections, after sleep, network loss, or API Gateway's limit of two hours. */
  connects: 10,
  files: 0.5,
  fileMegabytes: 0.8,
  /** Page loads that the browser's cache does not serve. */
  pageLoads: 0.3,
} as const;

/** The connections that receive one event: the devices of the participants who are online. */
export const recipients = 12;

/**
 * Readings. Each is acknowledged by a push, and reaches the reader's other devices. In conversations of up to eight
 * people, which have `sharedPart` of the readings, it also reaches the others. `delivery.test.ts` counts the statements
 * when a group reads together.
 */
export const reading = { sharedPart: 0.5, sharedRecipients: 4, perStatement: 4 } as const;

/** The activity in the busiest minute, relative to the average over office hours. */
export const peak = 4;

/**
 * The duration of a function and the number of statements for each kind of request. Measured by `npm run bench` on the
 * local stack, and rounded up.
 */
export const work = {
  send: { milliseconds: 40, statements: 1 },
  read: { milliseconds: 15, statements: 1 / reading.perStatement },
  typing: { milliseconds: 25, statements: 1 },
  ping: { milliseconds: 3, statements: 0 },
  connect: { milliseconds: 40, statements: 2 },
  disconnect: { milliseconds: 20, statements: 1 },
  rest: { milliseconds: 30, statements: 1 },
  job: { milliseconds: 40, statements: 1 },
} as const;

/**
 * The average rates during office hours.
 *
 * @param online  the number of people online
 * @returns rates per second, except for `concurrency` and `connections`
 */
export function ratesOf(online: number) {
  const seconds = person.onlineHoursADay * 3600;
  const aSecond = (aDay: number) => (online * aDay) / seconds;
  const sends = aSecond(person.sends);
  const reads = aSecond(person.reads);
  const typing = aSecond(person.typingSpells * 2);
  const connects = aSecond(person.connects) * person.devices;
  const rest = aSecond(person.restCalls);
  // Each device pings every four minutes.
  const pings = (online * person.devices) / 240;
  const pushesOfReading = 1 + (person.devices - 1) + reading.sharedPart * reading.sharedRecipients;
  const pushes = (sends + typing) * recipients + reads * pushesOfReading + 2 * connects;
  const jobs = rest * 0.3 + connects * 2;
  const frames = sends + reads + typing + pings;
  const done: readonly [number, (typeof work)[keyof typeof work]][] = [
    [sends, work.send],
    [reads, work.read],
    [typing, work.typing],
    [pings, work.ping],
    [connects, work.connect],
    [connects, work.disconnect],
    [rest, work.rest],
    [jobs, work.job],
  ];
  const total = (of: "statements" | "milliseconds") =>
    done.reduce((sum, [rate, each]) => sum + rate * each[of], 0);
  return {
    sends,
    reads,
    frames,
    pushes,
    connects,
    rest,
    jobs,
    statements: total("statements"),
    /** Simultaneous function instances. */
    concurrency: total("milliseconds") / 1000,
    connections: online * person.devices,
  };
}
