"""codes - the codes that stand on paper: dossiers, bundle labels, waybills, QR addresses."""

import itertools

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Letters no Vietnamese input method (Telex, VNI) rewrites: the only ones we choose freely.
SAFE_LETTERS = "BCGHKLMNPQTV"

ITEMS_MAX = 100  # items on one manifest


def check_mod37_36(text):
    """The check character of ISO 7064 MOD 37,36 for TEXT."""
    product = 36
    for character in text:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


def check_s10(serial):
    """The check digit of UPU S10 for an eight-digit serial."""
    total = sum(int(digit) * weight for digit, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7)))
    check = 11 - total % 11
    return {10: "0", 11: "5"}.get(check, str(check))


def waybill(number):
    """The NUMBER-th domestic waybill of the post, service EE."""
    serial = f"{number:08d}"
    return f"EE{serial}{check_s10(serial)}VN"


def dossier_code(agency, date, sequence, old_style=False):
    """H41.04-260113-0001, or 000.00.04.H41-260113-0001 in the style of before."""
    if old_style:
        province, number = agency.split(".")
        agency = f"000.00.{number}.{province}"
    return f"{agency}-{date:%y%m%d}-{sequence:04d}"


def tracking_url(code):
    return f"https://dichvucong.nghean.gov.vn/tra-cuu-ho-so?mahs={code}"


def seal_number(serial):
    return f"NP{serial:06d}"


class LabelRoll:
    """Bundle labels, each printed once. A label whose check letter is unsafe is never printed."""

    def __init__(self):
        self._serials = {}

    def next(self, origin, destination, date, round_):
        key = f"B{origin}{destination}{date:%y%m%d}{round_}"
        for serial in itertools.count(self._serials.get(key, 0) + 1):
            text = f"{key}{serial:03d}"
            check = check_mod37_36(text)
            if check.isdigit() or check in SAFE_LETTERS:
                self._serials[key] = serial
                return text + check
