/** How many arguments a directive takes: exactly n, or with `atLeast` n or more. Facts of chrony 4.3. */
interface Count {
  readonly count: number;
  readonly isMinimum?: boolean;
  /** Every argument must be a number. */
  readonly isNumber?: boolean;
}

const words = (text: string, count: Count): [string, Count][] => text.split(' ').map((name) => [name, count]);

/** Directives whose arguments are only counted and, where marked, read as numbers. */
export const DIRECTIVES: ReadonlyMap<string, Count> = new Map([
  ...words('dumponexit lock_all manual noclientlog nosystemcert rtconutc rtcsync', { count: 0 }),
  ...words('bindacqdevice bindcmddevice binddevice authselectmode driftfile dumpdir hwclockfile keyfile leapsecmode leapsectz logdir'
    + ' ntpsigndsocket ntscachedir ntsdumpdir ntsservercert ntsserverkey pidfile rtcdevice rtcfile user', { count: 1 }),
  ...words('acquisitionport clientloglimit clockprecision cmdport combinelimit corrtimeratio dscp logbanner logchange maxclockerror'
    + ' maxdistance maxdrift maxjitter maxntsconnections maxsamples maxslewrate maxupdateskew minsamples minsources nocerttimecheck'
    + ' ntsport ntsprocesses ntsrefresh ntsrotate port ptpport refresh reselectdist rtcautotrim sched_priority stratumweight',
  { count: 1, isNumber: true }),
  ...words('fallbackdrift makestep', { count: 2, isNumber: true }),
  ...words('maxchange', { count: 3, isNumber: true }),
  ...words('mailonchange', { count: 2 }),
  ...words('cmdratelimit ratelimit ntsratelimit hwtimestamp initstepslew refclock smoothtime tempcomp broadcast ntstrustedcerts'
    + ' confdir sourcedir', { count: 0, isMinimum: true }),
]);

/** Options of server, pool and peer: those that stand alone, and those with a number behind. */
export const SOURCE_FLAGS: ReadonlySet<string> = new Set(
  'auto_offline burst copy iburst noselect nts offline prefer require trust xleave'.split(' '));

export const SOURCE_NUMBERS: ReadonlySet<string> = new Set(
  ('asymmetry certset extfield filter key maxdelay maxdelaydevratio maxdelayquant maxdelayratio maxpoll maxsamples maxsources'
    + ' mindelay minpoll minsamples minstratum ntsport offset polltarget port presend version').split(' '));

/** What `log` may name. */
export const LOGS: ReadonlySet<string> = new Set(
  'banner measurements rawmeasurements refclocks rtc selection statistics tempcomp tracking'.split(' '));
