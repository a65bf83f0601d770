"""Every label of a province is drawn by zint and read back by zbar, character for character."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "province"))
import made  # noqa: E402

CODE_128 = ("-b", "20", "-w", "10", "--scale", "1", "--height", "50")
QR = ("-b", "58", "--secure=3", "-w", "4", "--scale", "2")
ENOUGH = 60


def draw(text, picture, symbology):
    subprocess.run(["zint", *symbology, "-d", text, "-o", picture], check=True, timeout=20)


def read(picture):
    """What zbar makes of PICTURE: one line a symbol, its kind in front."""
    answer = subprocess.run(["zbarimg", "-q", picture], capture_output=True, text=True,
                            timeout=20, check=False)
    return answer.stdout.splitlines()


class ReadBack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = made.generate("--days", "3", "--dossiers-per-day", "844", "--seed", "5")
        cls.texts = {kind: [] for kind in ("dossier", "bundle", "waybill", "qr")}
        for row in made.rows(cls.folder / "labels.csv"):
            cls.texts[row["kind"]].append(row["text"])
        cls.pictures = pathlib.Path(tempfile.mkdtemp(dir=cls.folder))

    def assert_read_back(self, kind, symbology, name):
        texts = self.texts[kind]
        self.assertEqual(len(set(texts)), ENOUGH)
        for number, text in enumerate(texts):
            picture = self.pictures / f"{kind}{number}.png"
            draw(text, picture, symbology)
            self.assertEqual(read(picture), [f"{name}:{text}"])

    def test_dossier_codes_in_code_128(self):
        self.assertTrue(all(map(made.is_dossier, self.texts["dossier"])))
        self.assert_read_back("dossier", CODE_128, "CODE-128")

    def test_bundle_labels_in_code_128_with_a_good_check_character(self):
        self.assertTrue(all(map(made.is_bundle, self.texts["bundle"])))
        self.assert_read_back("bundle", CODE_128, "CODE-128")

    def test_waybills_in_code_128_with_a_good_check_digit(self):
        self.assertTrue(made.check_s10_holds("EE473124829VN"))
        self.assertFalse(made.check_s10_holds("EE473124828VN"))
        self.assertTrue(all(map(made.check_s10_holds, self.texts["waybill"])))
        self.assert_read_back("waybill", CODE_128, "CODE-128")

    def test_tracking_addresses_as_qr_name_their_dossier(self):
        self.assertTrue(all(made.is_dossier(text.partition("?mahs=")[2])
                            for text in self.texts["qr"]))
        self.assert_read_back("qr", QR, "QR-Code")


if __name__ == "__main__":
    missing = [tool for tool in ("zint", "zbarimg") if not shutil.which(tool)]
    if missing:
        print(f"skipped: {' and '.join(missing)} not installed (tools/setup test)")
        sys.exit(77)
    unittest.main()
