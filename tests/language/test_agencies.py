"""Agencies: a credit counts, a mention does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.agencies import AGENCIES, agency_of, credited_source

BODY = "ارتفعت أسعار القمح يوم الاثنين بعد قرار الوزارة خفض الرسوم على الواردات."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"لندن (رويترز) - {BODY}", "reuters"),
        (f"القاهرة 3 مايو (رويترز): {BODY}", "reuters"),
        (f"باريس - أ ف ب: {BODY}", "afp"),
        (f"عنوان قصير للخبر\nبرلين- (د ب أ)\n{BODY}", "dpa"),
        (f"دمشق-سانا\n{BODY}", "sana"),
        (f"واس - الرياض: {BODY}", "spa"),
        (f"القدس (CNN)-- {BODY}", "cnn"),
        (f"{BODY} (وام)", "wam"),
        (f"{BODY}(أ .ف .ب)", "afp"),
        (f"{BODY}\n\n--(بترا)", "petra"),
        (f"{BODY}\nالمصدر: رويترز", "reuters"),
        (f"{BODY}\nالمصدر: وكالة الأناضول", "aa"),
        (f"عنوان\nو م ع\n{BODY}", "map"),
        (BODY, None),
        (f"قالت وكالة رويترز إن ما حدث مهم. {BODY}", None),
        (f"قال مسؤول لوكالة الأنباء السعودية (واس) إن الأمر انتهى. {BODY}", None),
        (f"{BODY} ووصل إلى قنا وكونا فريقا واحدا.", None),
        (f"{BODY} من يوليو إلى 23 أغسطس (آب).", None),
        ("", None),
    ],
)
def test_credit(text: str, agency: str | None) -> None:
    assert credited_source(text) == agency


def test_every_name_leads_to_its_agency() -> None:
    for agency in AGENCIES:
        for name in (*agency.names, *agency.signs):
            assert agency_of(name) == agency.id


@given(st.text())
def test_any_text(text: str) -> None:
    assert credited_source(text) in {None, *(agency.id for agency in AGENCIES)}


def test_a_name_alone_on_the_last_line_is_a_credit_however_it_is_spaced():
    for agency in AGENCIES:
        for name in agency.names:
            apart = " " not in name and len(name) < 5 and "ء" <= name[0] <= "ي"
            spaced = " . ".join(name) if apart else name
            for spelled in (name, spaced):
                text = f"وقال المتحدث إن الأعمال مستمرة منذ شهر.\n\n({spelled} ..) \n"
                assert credited_source(text) == agency.id, spelled
