// How each kind of overtime vector is run: the same vectors that Rust and Python run.
import assert from 'node:assert/strict';

import { InvalidInputError, Roster, evv, overtime } from 'careweave';

const { LabourPolicy } = overtime;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const EXEMPT = { rule: 'r1975', from: '2000-01-01' };
const EXPRESS = { agreement: 'express', facilities: 'adequate', interruptions: 'reserved' };
const ZONES = {
  'US-CO': 'America/Denver',
  'US-CA': 'America/Los_Angeles',
  'US-NV': 'America/Los_Angeles',
  'US-AK': 'America/Anchorage',
  'US-PR': 'America/Puerto_Rico',
  BR: 'America/Sao_Paulo',
};

export const homeZone = (place) => ZONES[place] ?? 'America/New_York';
const placeOf = (vector) => (vector.jur === 'US-FED' ? 'US' : vector.jur);

/** A decimal of the file times `scale`; the file rounds some hours. */
function whole(value, scale) {
  const number = value * scale;
  assert.ok(Math.abs(number - Math.round(number)) < 1e-4, `${value} times ${scale} is not whole`);
  return Math.round(number);
}

export function wall(zone, text, fold) {
  const which = { 0: 'earlier', 1: 'later', first: 'earlier', second: 'later' }[fold] ?? fold ?? undefined;
  return new Date(overtime.instantOf(zone, text, which));
}

export function law(place, { zone = homeZone(place), weekday = 'sunday', minute = 0, ...facts } = {}) {
  const profile = { minimumWage: 1_600, ...facts };
  return LabourPolicy.forPlace(place, { zone, workweekStarts: weekday, workweekStartsAtMinute: minute, profile });
}

export const segment = (start, end, place, kind = 'work', rate = 1_800) => ({ start, end, place, kind, rate });
export const lasting = (start, minutes, place, kind, rate) =>
  segment(start, new Date(start.getTime() + minutes * MINUTE), place, kind, rate);

function only(policy, worked, options) {
  const weeks = overtime.evaluate(policy, worked, options);
  assert.equal(weeks.length, 1);
  return weeks[0];
}

const value = (fraction) => fraction.split('/').map(Number).reduce((num, den) => num / den);

function assertAmount(fraction, dollars) {
  assert.ok(Math.abs(value(fraction) / 100 - dollars) < 1e-6, `${fraction} is not ${dollars} dollars`);
}

function partsOf(parts, start) {
  const worked = [];
  for (const [hours, dollars] of parts) {
    worked.push(lasting(start, whole(hours, 60), 'US', 'work', whole(dollars, 100)));
    start = worked.at(-1).end;
  }
  return worked;
}

function anchor({ week_start: text }) {
  const [day, time] = text.split(' ');
  const [hour, minute] = time.split(':').map(Number);
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return { weekday: days.find((name) => name.startsWith(day.toLowerCase())), minute: hour * 60 + minute };
}

function elapsed(vector) {
  const { tz: zone, meal_min: meal = 0 } = vector;
  const [start, end] = [wall(zone, vector.start, vector.start_fold), wall(zone, vector.end, vector.end_fold)];
  let worked = [segment(start, end, 'US')];
  if (meal > 0) {
    const noon = new Date(start.getTime() + 60 * MINUTE);
    const after = new Date(noon.getTime() + meal * MINUTE);
    worked = [segment(start, noon, 'US'), segment(noon, after, 'US', 'meal_off_duty'), segment(after, end, 'US')];
  }
  assert.equal(only(law('US', { zone, weekday: 'wednesday' }), worked).workedMinutes, vector.minutes);
}

function sleepInAShift(vector, place) {
  const zone = homeZone(place);
  const span = (key) => {
    const [a, b] = vector[key].split('-');
    const [start, same] = [wall(zone, `2026-04-06T${a}`), wall(zone, `2026-04-06T${b}`)];
    return [start, same > start ? same : wall(zone, `2026-04-07T${b}`)];
  };
  const [[start, end], [asleep, awake]] = [span('shift'), span('sleep')];
  const duty = [segment(start, asleep, place), segment(asleep, awake, place, 'sleep'), segment(awake, end, place)];
  const week = only(law(place, { sleep: EXPRESS }), duty);
  assert.deepEqual(
    [week.workedMinutes, week.overtimeMinutes, week.workedMinutes - week.overtimeMinutes],
    [vector.paid_h, vector.ot_h, vector.st_h].map((hours) => whole(hours, 60)),
  );
}

export const KINDS = {
  weighted_average(vector) {
    const start = wall(homeZone('US'), '2026-04-05T00:00');
    const bonuses = [];
    if (vector.bonus !== undefined) {
      const amount = { minor: whole(vector.bonus, 100), currency: 'USD' };
      bonuses.push({ earnedAt: new Date(start.getTime() + DAY), amount });
    }
    const week = only(law('US'), partsOf(vector.parts, start), { bonuses });
    assert.equal(week.workedMinutes, whole(vector.hours, 60));
    assert.equal(week.overtimeMinutes, whole(vector.ot_hours, 60));
    assertAmount(week.regularRate, vector.regular_rate);
    assertAmount(week.exact.premium, vector.half_time_premium);
    assertAmount(week.exact.pay, vector.total);
    if (bonuses.length === 0) assertAmount(week.exact.straight, vector.straight);
  },

  marginal(vector) {
    const before = partsOf(vector.before, wall(homeZone('US'), '2026-04-05T00:00'));
    const add = partsOf(vector.add, before.at(-1).end);
    const [old, both] = [only(law('US'), before), only(law('US'), [...before, ...add])];
    assertAmount(old.exact.pay, vector.total_before);
    assertAmount(both.exact.pay, vector.total_after);
    const marginal = value(both.exact.pay) - value(old.exact.pay);
    assert.ok(Math.abs(marginal / 100 - vector.marginal) < 1e-6);
    assert.equal(overtime.delta(law('US'), before, add).cost.minor, Math.round(marginal));
  },

  elapsed,
  no_dst_zone: elapsed,
  elapsed_minus_meal: elapsed,

  local_week_hours(vector) {
    const start = wall(vector.tz, `${vector.week_start}T00:00`);
    const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })
      .format(new Date(vector.week_start))
      .toLowerCase();
    const { week } = only(law('US', { zone: vector.tz, weekday }), [lasting(start, 60, 'US')]);
    assert.equal(Date.parse(week.start), start.getTime());
    assert.equal(Date.parse(week.end) - Date.parse(week.start), vector.hours * 60 * MINUTE);
  },

  nonexistent_local(vector) {
    assert.throws(
      () => wall(vector.tz, vector.start),
      (error) => error instanceof InvalidInputError && error.get('field') === 'time',
    );
    assert.deepEqual(wall(vector.tz, vector.start, 'earlier'), wall(vector.tz, vector.start, 'later'));
  },

  week_split(vector) {
    const worked = [segment(wall(vector.tz, vector.start), wall(vector.tz, vector.end), 'US')];
    const weeks = overtime.evaluate(law('US', { zone: vector.tz, ...anchor(vector) }), worked);
    assert.deepEqual(Object.fromEntries(weeks.map((week) => [week.startsOn, week.workedMinutes])), vector.minutes);
  },

  daily_weekly_consecutive(vector) {
    const [zone, place] = [vector.tz, placeOf(vector)];
    const times = (pairs) => pairs.map((pair) => pair.map((text) => wall(zone, text)));
    const meals = times(vector.duty_free_meals);
    const worked = times(vector.segments).flatMap(([start, end]) => {
      const parts = [];
      for (const [meal, after] of meals.filter(([from, until]) => start <= from && until <= end)) {
        parts.push(segment(start, meal, place), segment(meal, after, place, 'meal_off_duty'));
        start = after;
      }
      return [...parts, segment(start, end, place)];
    });
    const policy = law(place, { zone, ...anchor(vector) });
    const union = overtime.evaluate(policy, worked);
    const greatest = overtime.evaluate(policy.changed({ composition: 'per_week_max' }), worked);
    assert.equal(union.length, Object.keys(vector.expect).length);
    for (const [at, week] of union.entries()) {
      const claimed = (rule) => week.byRule.find((one) => one.rule === rule)?.claimed ?? 0;
      const got = {
        worked: week.workedMinutes,
        A: claimed('co.weekly40'),
        B: claimed('co.daily12'),
        C: claimed('co.consecutive12'),
        union: week.overtimeMinutes,
        permax: greatest[at].overtimeMinutes,
      };
      const expected = Object.entries(vector.expect[week.startsOn]).map(([name, hours]) => [name, whole(hours, 60)]);
      assert.deepEqual(got, Object.fromEntries(expected));
    }
  },

  daily(vector) {
    const place = placeOf(vector);
    const zone = homeZone(place);
    const worked =
      vector.days === undefined
        ? vector.segments.map(([a, b]) => segment(wall(zone, a), wall(zone, b), place))
        : vector.days.flatMap((hours, day) => {
            const minutes = whole(hours, 60);
            const hour = minutes > 1_080 ? '00' : '06';
            const start = wall(zone, `2026-04-${String(5 + day).padStart(2, '0')}T${hour}:00`);
            return minutes > 0 ? [lasting(start, minutes, place)] : [];
          });
    const week = only(
      law(place, {
        ...(vector.attendant && { occupation: 'personal_attendant' }),
        ...((vector.weekly_threshold ?? 40) !== 40 && { federal: EXEMPT }),
      }),
      worked,
    );
    const at = (percent) =>
      week.byRule.filter((rule) => rule.extraPercent === percent).reduce((sum, rule) => sum + rule.credited, 0);
    assert.equal(at(50), whole(vector.ot15, 60));
    assert.equal(at(100), whole(vector.ot20 ?? 0, 60));
    if (vector.st !== undefined) assert.equal(week.workedMinutes - week.overtimeMinutes, whole(vector.st, 60));
  },

  rolling_workday(vector, all) {
    const place = placeOf(vector);
    const zone = homeZone(place);
    const rate = vector.rate_below_1_5x_min ? 1_799 : 1_800;
    const source = [vector, ...all].find((one) => one.kind === vector.kind && one.segments !== undefined);
    const worked = source.segments.map(([a, b]) => segment(wall(zone, a), wall(zone, b), place, 'work', rate));
    const policy = LabourPolicy.forPlace(place, { zone });
    const totals = worked.map((_, shift) => only(policy, worked.slice(0, shift + 1)).overtimeMinutes);
    const steps = totals.map((total, shift) => total - (totals[shift - 1] ?? 0));
    assert.deepEqual(steps, vector.ot15_by_shift.map((hours) => whole(hours, 60)));
  },

  spread(vector) {
    const place = placeOf(vector);
    const day = vector.segments.map((pair) => pair.map((time) => wall(homeZone(place), `2026-04-06T${time}`)));
    const week = only(
      law(place),
      day.map(([start, end]) => segment(start, end, place)),
    );
    assert.equal(week.workedMinutes, whole(vector.worked_h, 60));
    assert.equal(day.at(-1)[1] - day[0][0], vector.spread_h * 60 * MINUTE);
    assert.equal(week.exact.spread, String(vector.extra_hours_at_min_wage * 1_600));
    assert.equal(week.overtimeMinutes, 0);
  },

  weekly(vector) {
    const place = placeOf(vector);
    const minutes = vector.days_h === undefined ? whole(vector.hours, 60) : 0;
    const days =
      vector.days_h?.map((hours) => whole(hours, 60)) ??
      Array.from({ length: 7 }, (_, day) => Math.floor(minutes / 7) + (day < minutes % 7 ? 1 : 0));
    const facts =
      vector.live_in === undefined
        ? {}
        : {
            federal: EXEMPT,
            residence: vector.live_in ? 'lives_in' : 'lives_out',
            occupation: 'personal_attendant',
          };
    const worked = days.flatMap((length, day) => {
      const start = wall(homeZone(place), `2026-04-${String(5 + day).padStart(2, '0')}T08:00`);
      return length > 0 ? [lasting(start, length, place)] : [];
    });
    assert.equal(only(law(place, facts), worked).overtimeMinutes, whole(vector.ot15 ?? vector.ot_h, 60));
  },

  sleep(vector) {
    const place = placeOf(vector);
    if (vector.shift !== undefined) return sleepInAShift(vector, place);
    const minutes = (key) => whole(vector[key] ?? 0, 60);
    const start = wall(homeZone(place), '2026-04-06T08:00');
    let cursor = start;
    const worked = [];
    const push = (length, kind) => {
      if (length <= 0) return;
      worked.push(lasting(cursor, length, place, kind));
      cursor = worked.at(-1).end;
    };
    for (let meal = 0; meal < Math.floor(minutes('meals_h') / 60); meal += 1) {
      push(60, 'meal_off_duty');
      push(60, 'work');
    }
    const asleep = minutes('sleep_h') - minutes('interruption_h');
    const first = Math.min(minutes('longest_unbroken_h'), asleep);
    push(first, 'sleep');
    let interruption = Math.max(minutes('interruption_h'), asleep > first ? 1 : 0);
    for (let left = asleep - first; left > 0; left -= first) {
      push(interruption, 'work');
      push(Math.min(left, first), 'sleep');
      interruption = 1;
    }
    push(minutes('shift_h') - (cursor - start) / MINUTE, 'work');
    const agreed = (vector.agreement ?? true) && (vector.facilities ?? true);
    const weeks = overtime.evaluate(law(place, agreed ? { sleep: EXPRESS } : {}), worked);
    assert.equal(
      weeks.reduce((sum, week) => sum + week.workedMinutes, 0),
      minutes('paid_h'),
    );
  },

  night(vector) {
    const zone = homeZone('BR');
    const start = wall(zone, `2026-04-06T${vector.start}`);
    const sameDay = wall(zone, `2026-04-06T${vector.end}`);
    const end = sameDay > start ? sameDay : wall(zone, `2026-04-07T${vector.end}`);
    const worked = (a, b) => only(law('BR'), [segment(a, b, 'BR')]).workedMinutes;
    assert.equal(worked(start, end), whole(vector.total_fictional_h, 60));
    const nights = [5, 6]
      .map((day) => [wall(zone, `2026-04-0${day}T22:00`), wall(zone, `2026-04-0${day + 1}T05:00`)])
      .map(([a, b]) => [a > start ? a : start, b < end ? b : end])
      .filter(([a, b]) => a < b);
    assert.equal(
      nights.reduce((sum, [a, b]) => sum + (b - a) / MINUTE, 0),
      vector.night_clock_min,
    );
    assert.equal(
      nights.reduce((sum, [a, b]) => sum + worked(a, b), 0),
      whole(vector.night_fictional_h, 60),
    );
  },

  tolerance(vector) {
    const credited = overtime.creditedDeviation(vector.deviations_min);
    assert.deepEqual([credited, credited !== 0], [vector.credited_min, vector.counts]);
  },

  /** Rest between days is a gate of ranking: the shift is possible exactly where the vector sees no violation. */
  interjornada(vector) {
    const zone = homeZone('BR');
    const end = wall(zone, `2026-04-06T${vector.end}`);
    const sameDay = wall(zone, `2026-04-06T${vector.next_start}`);
    const start = sameDay > end ? sameDay : wall(zone, `2026-04-07T${vector.next_start}`);
    assert.equal((start - end) / MINUTE, whole(vector.rest_h, 60));
    const at = (time, minutes) => new Date(time.getTime() + minutes * MINUTE);
    const roster = Roster.build({
      caregivers: [{ id: '700001', status: 'active' }],
      shifts: [
        {
          id: '910001',
          clientId: '500001',
          caregiverId: '700001',
          status: 'scheduled',
          scheduledStart: at(end, -240),
          scheduledEnd: end,
        },
        { id: '900001', clientId: '500001', status: 'open', scheduledStart: start, scheduledEnd: at(start, 240) },
      ],
      asOf: at(end, -3 * 1_440),
      zone,
    });
    const policy = JSON.parse(roster.policyJson);
    policy.gates.rest = { kind: 'between_days', minutes: 660 };
    const standing = roster.withPolicy(JSON.stringify(policy)).whyNot('900001', '700001');
    assert.deepEqual(standing.reasons?.map(({ reason }) => reason) ?? [], vector.violation ? ['rest'] : []);
  },

  units15(vector) {
    assert.equal(evv.units15(vector.minutes), vector.units);
  },
};
