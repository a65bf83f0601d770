"""A month of the province has the size, the shape and the habits that DOMAIN tells of."""

import collections
import time
import unicodedata
import unittest

import made

STATUSES = {"2", "3", "4", "5", "6", "7", "8", "9", "10"}
ACTS = {"intake", "pack", "unpack", "seal", "give", "take", "refuse", "arrive", "depart", "ready",
        "return", "pause", "resume", "exception", "void"}
EXCEPTIONS = {"over", "short", "misrouted", "seal_broken", "damaged", "lost", "found", "unreadable"}
AT_FAULT = ("center_", "agency_", "post_", "citizen_", "force_majeure_")


class Month(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        begun = time.monotonic()
        cls.folder = made.generate("--days", "30", "--from", "2026-09-14", "--seed", "3")
        cls.seconds = time.monotonic() - begun
        cls.acts = made.rows(cls.folder / "acts.csv")
        cls.feed = made.feed(cls.folder / "feed.json")
        cls.hours = made.Hours(cls.folder / "calendar.csv")
        cls.offices = {row["code"]: row for row in made.rows(cls.folder / "offices.csv")}
        cls.days = len({row["at"][:10] for row in cls.acts if row["act"] == "depart"})

    def test_thirty_days_of_844_take_less_than_a_minute(self):
        self.assertLess(self.seconds, 60)
        self.assertEqual(self.days, 30)

    # Sizes

    def test_844_dossiers_a_day_on_average(self):
        not_in_feed = sum(row["fault"] == "not_in_feed"
                          for row in made.rows(self.folder / "faults.csv"))
        self.assertAlmostEqual((len(self.feed) + not_in_feed) / 30, 844, delta=8)

    def test_about_ten_acts_a_dossier(self):
        self.assertTrue(8.5 < len(self.acts) / len(self.feed) < 11.5)

    def test_56_to_80_bundles_a_day_of_10_to_15_items_at_most_100(self):
        items = collections.Counter(row["parent"] for row in self.acts if row["act"] == "pack")
        self.assertTrue(56 <= len(items) / 30 <= 80, len(items) / 30)
        self.assertTrue(10 <= sum(items.values()) / len(items) <= 15)
        self.assertLessEqual(max(items.values()), 100)

    def test_mondays_and_big_agencies_and_mornings_carry_more(self):
        received = [made.portal_moment(row["NgayTiepNhan"]) for row in self.feed]
        weekdays = collections.Counter(instant.weekday() for instant in received)
        self.assertGreater(weekdays[0], 1.2 * weekdays[4])
        agencies = collections.Counter(row["DonViXuLy"] for row in self.feed)
        self.assertGreater(agencies["H41.04"], 8 * agencies["H41.11"])
        self.assertGreater(agencies["H41.11"], 0)
        hours = collections.Counter(instant.hour for instant in received)
        self.assertGreater(hours[9], 1.5 * hours[16])
        self.assertLess(hours[12], .1 * hours[9])

    # The forms of things

    def test_every_subject_is_a_dossier_a_bundle_or_a_run(self):
        for row in self.acts:
            if row["act"] in ("arrive", "depart"):
                self.assertRegex(row["subject"], made.RUN)
            else:
                self.assertTrue(made.is_dossier(row["subject"]) or made.is_bundle(row["subject"]),
                                row)

    def test_the_check_formula_itself_knows_good_from_bad(self):
        for label in ("BTTG0042303211007I", "B004TTG2303212001W"):
            self.assertTrue(made.check_37_36_holds(label))
            self.assertFalse(made.check_37_36_holds(label[:-1] + "5"))

    def test_labels_are_used_once_between_stops_of_the_plan_on_their_own_day(self):
        stops = {row[1] for row in made.plan(self.folder, "stop")}
        packed = collections.defaultdict(set)
        for row in self.acts:
            if row["act"] == "pack":
                origin, destination, date = made.BUNDLE.fullmatch(row["parent"]).groups()[:3]
                self.assertLessEqual({origin, destination}, stops)
                self.assertEqual(row["at"][2:10].replace("-", ""), date)
                packed[row["parent"]].add(row["party"])
        self.assertTrue(all(len(parties) == 1 for parties in packed.values()))

    def test_parties_persons_and_reasons_are_words_the_office_file_and_the_law_know(self):
        staff = {row["person"]: row["party"] for row in made.rows(self.folder / "staff.csv")}
        for row in self.acts:
            self.assertIn(row["act"], ACTS)
            self.assertEqual(staff[row["person"]], row["party"], row)
            self.assertIn(row["counterpart"], {"", *self.offices}, row)
            if row["act"] == "exception":
                self.assertIn(row["reason"], EXCEPTIONS)
            elif row["reason"]:
                self.assertTrue(row["reason"].startswith(AT_FAULT), row)

    def test_the_feed_has_the_portals_fields_all_strings_and_says_the_same_as_csv(self):
        table = {row["MaHoSo"]: row for row in made.rows(self.folder / "feed.csv")}
        more = collections.defaultdict(list)
        for row in made.rows(self.folder / "supplements.csv"):
            more[row.pop("MaHoSo")].append(row)
        self.assertEqual(len(table), len(self.feed))
        for row in self.feed:
            supplements = row.pop("DanhSachHoSoBoSung")
            self.assertEqual(table[row["MaHoSo"]], row)
            self.assertEqual(more[row["MaHoSo"]], supplements)
            row["DanhSachHoSoBoSung"] = supplements
            self.assertTrue(made.is_dossier(row["MaHoSo"]))
            self.assertRegex(row["MaTTHC"], made.PROCEDURE)
            self.assertIn(row["TrangThaiHoSo"], STATUSES)
            self.assertIn(row["HinhThuc"], ("0", "1"))
            self.assertIn(row["DonViXuLy"], self.offices)
            self.assertLess(made.portal_moment(row["NgayTiepNhan"]),
                            made.portal_moment(row["NgayHenTra"]))

    def test_owners_names_are_vietnamese_in_nfc(self):
        names = {row["ChuHoSo"] for row in self.feed}
        self.assertGreater(len(names), 5000)
        self.assertTrue(all(unicodedata.is_normalized("NFC", name) for name in names))
        self.assertGreater(sum(not name.isascii() for name in names), .9 * len(names))

    def test_a_few_codes_are_of_the_old_style_and_some_are_postal_results(self):
        old = sum(row["MaHoSo"].startswith("000.00.") for row in self.feed)
        self.assertTrue(.01 < old / len(self.feed) < .03)
        self.assertTrue(.1 < sum(row["HinhThuc"] == "1" for row in self.feed)
                        / len(self.feed) < .4)

    # Habits

    def test_nearly_everything_happens_in_office_hours(self):
        inside = sum(self.hours.open_at(made.moment(row["at"])) for row in self.acts)
        self.assertGreater(inside / len(self.acts), .95)

    def test_a_dossier_nothing_happened_to_is_taken_in_worked_on_and_returned(self):
        struck = {code for row in made.rows(self.folder / "faults.csv")
                  for code in row["dossiers"].split()}
        lives = collections.defaultdict(list)
        for row in sorted(self.acts, key=lambda row: row["at"]):
            lives[row["subject"]].append((row["act"], row["party"]))
        orderly = 0
        for row in self.feed:
            life = lives[row["MaHoSo"]]
            if row["TrangThaiHoSo"] != "10" or row["MaHoSo"] in struck:
                continue
            acts = [act for act, _ in life]
            self.assertEqual(acts.count("return"), 1, (row["MaHoSo"], life))
            self.assertEqual(acts.count("ready"), 1, (row["MaHoSo"], life))
            self.assertLess(acts.index("ready"), acts.index("return"))
            orderly += 1
        self.assertGreater(orderly, 10000)

    # The plan

    def test_every_stop_lies_in_vinh_and_has_a_safe_code(self):
        for _, code, _, _, lat, lon, _, _ in made.plan(self.folder, "stop"):
            self.assertRegex(code, "^[BCGHKLMNPQTV]{3}$")
            self.assertTrue(18.66 <= float(lat) <= 18.70 and 105.66 <= float(lon) <= 105.70)

    def test_each_agency_is_called_at_twice_a_day_and_runs_begin_and_end_at_the_center(self):
        for season in ("summer", "winter"):
            calls = [row for row in made.plan(self.folder, "call") if row[9] == season]
            visits = collections.Counter(row[4] for row in calls)
            center = visits.pop("TTG")
            self.assertEqual(len(visits), 14)
            self.assertEqual(set(visits.values()), {2})
            self.assertEqual(center, 2 * len({(row[1], row[2]) for row in calls}))
            for row in calls:
                self.assertEqual(row[5] == "", row[3] == "1", row)
                self.assertLess(row[5], row[6] or "99:99")

    def test_a_cancelled_run_was_known_before_it_should_have_left_and_never_left(self):
        cancelled = {(row[1], f"{row[2]}/{row[3]}") for row in made.plan(self.folder, "cancel")}
        self.assertTrue(cancelled)
        left = {(row["at"][:10], row["subject"]) for row in self.acts if row["act"] == "depart"}
        wrong_clock = {row["subject"] for row in made.rows(self.folder / "faults.csv")
                       if row["fault"] == "wrong_clock"}
        self.assertEqual({one for one in cancelled & left if one[1] not in wrong_clock}, set())

    def test_only_the_default_budget_is_for_every_procedure(self):
        budgets = made.plan(self.folder, "budget")
        self.assertEqual([row[3] for row in budgets if row[1] == "*"], ["paper"])
        self.assertEqual(len({row[1] for row in budgets}), len(budgets))
        self.assertEqual({row[3] for row in budgets}, {"paper", "on_the_spot", "result_only"})


if __name__ == "__main__":
    unittest.main()
