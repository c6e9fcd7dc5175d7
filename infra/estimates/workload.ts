/**
 * What a person does, on average, while they are online. Guesses for an office that talks by chat, to be replaced by what the
 * dashboard of a deployment says.
 */
export const person = {
  onlineHoursADay: 8,
  daysAMonth: 22,
  /** A day, each. */
  sends: 40,
  reads: 80,
  typingSpells: 30,
  restCalls: 60,
  /** Devices connected at the same time. */
  devices: 1.5,
  /** New connections: after sleep, lost networks, and the two hours that API Gateway allows. */
  connects: 10,
  files: 0.5,
  fileMegabytes: 0.8,
  /** Loads of the page that do not come out of the browser's own cache. */
  pageLoads: 0.3,
} as const;

/** Connections that hear of one event: the devices of those who are online and take part. */
export const recipients = 12;

/** How much more happens in the busiest minute than on average over the hours in which people are online. */
export const peak = 4;

/** Milliseconds of a function's time, and statements, for each thing done; measured by `npm run bench` on the local stack, rounded up. */
export const work = {
  send: { milliseconds: 40, statements: 1 },
  read: { milliseconds: 30, statements: 2 },
  typing: { milliseconds: 25, statements: 1 },
  ping: { milliseconds: 3, statements: 0 },
  connect: { milliseconds: 40, statements: 2 },
  disconnect: { milliseconds: 20, statements: 1 },
  rest: { milliseconds: 30, statements: 1 },
  job: { milliseconds: 40, statements: 1 },
} as const;

/** What happens with so many people online, a second, on average over the hours in which they are. */
export function ratesOf(online: number) {
  const seconds = person.onlineHoursADay * 3600;
  const aSecond = (aDay: number) => (online * aDay) / seconds;
  const sends = aSecond(person.sends);
  const reads = aSecond(person.reads);
  const typing = aSecond(person.typingSpells * 2);
  const connects = aSecond(person.connects) * person.devices;
  const rest = aSecond(person.restCalls);
  // Every four minutes, from each device.
  const pings = (online * person.devices) / 240;
  const pushes = (sends + reads + typing) * recipients + 2 * connects;
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
    frames,
    pushes,
    connects,
    rest,
    jobs,
    statements: total("statements"),
    /** Functions that run at the same time. */
    concurrency: total("milliseconds") / 1000,
    connections: online * person.devices,
  };
}
