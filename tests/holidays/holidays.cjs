// holidays - the public holidays of Vietnam, one `date,name` a line, as date-holidays knows them.
// Every day of a holiday that lasts several is a line of its own. holidays.cjs FOLDER FIRST LAST:
// FOLDER holds node_modules.
"use strict";
const path = require("path");
const [folder, first, last] = process.argv.slice(2);
const Holidays = require(path.join(path.resolve(folder), "node_modules", "date-holidays"));
const vietnam = new Holidays("VN");
const HOURS_OF_DAY = 24;
for (let year = Number(first); year <= Number(last); year++) {
  for (const holiday of vietnam.getHolidays(year)) {
    if (holiday.type !== "public") continue;
    const day = new Date(holiday.date.slice(0, 10) + "T00:00:00Z");
    const days = Math.round((holiday.end - holiday.start) / 3600000 / HOURS_OF_DAY);
    for (let passed = 0; passed < days; passed++) {
      console.log(`${day.toISOString().slice(0, 10)},${holiday.name}`);
      day.setUTCDate(day.getUTCDate() + 1);
    }
  }
}
