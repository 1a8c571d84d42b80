"""Names of months, weekdays and days relative to today, folded; and the Hijri calendar.

Tables only know folded spellings (:func:`cleaner.language.fold.fold`), so each name is written
here once. A *weak* name is also an everyday word or a person's name (مارس "he exercised",
رجب, "may", "mars"): alone it is no month.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from cleaner.language.fold import fold

_ARABIC_MONTHS = """
يناير كانونالثاني كانونثاني كانونثان جانفي جانفييه يانير
فبراير شباط فيفري فيفريه فبرابر
مارس* اذار
ابريل نيسان* افريل
مايو ايار مايس ماي*
يونيو حزيران جوان* يونيه
يوليو تموز جويليه يوليوز يوليه
اغسطس اب* اوت* غشت اغشت
سبتمبر ايلول شتنبر سبتنبر سيبتمبر
اكتوبر تشرينالاول تشريناول اوكتوبر
نوفمبر تشرينالثاني تشرينثاني تشرينثان نونبر نوفمير
ديسمبر كانونالاول كانوناول دجنبر ديسامبر
"""
_LATIN_MONTHS = """
january jan* janvier enero ocak*
february feb* february fevrier fevr febrero subat
march* mar* mars* marzo* mart*
april apr* avril avr* abril nisan*
may* mai* mayo* mayis
june jun* juin junio haziran
july jul* juillet juil julio temmuz
august* aug* aout* agosto agustos
september sep* sept* septembre septiembre setiembre eylul
october oct* octobre octubre ekim*
november nov* novembre noviembre kasim*
december dec* decembre diciembre aralik*
"""
_CYRILLIC_MONTHS = """
января январь январе
февраля февраль феврале
марта март* марте
апреля апрель апреле
мая* май* мае*
июня июнь июне
июля июль июле
августа август августе
сентября сентябрь сентябре
октября октябрь октябре
ноября ноябрь ноябре
декабря декабрь декабре
"""
_HIJRI_MONTHS = """
محرم* المحرم*
صفر*
ربيعالاول ربيعاول
ربيعالاخر ربيعالثاني ربيعثاني
جماديالاولي جماديالاول جمادالاولي جماديالاولى
جماديالاخره جماديالثانيه جماديالثاني جماديالاخر جمادالاخره
رجب*
شعبان*
رمضان*
شوال
ذوالقعده ذيالقعده ذيقعده
ذوالحجه ذيالحجه ذيحجه
"""
# Monday is 0, as in datetime.date.weekday.
_WEEKDAYS = """
الاثنين الاتنين monday lundi lunes pazartesi понедельник
الثلاثاء الثلاثا tuesday mardi martes sali* вторник
الاربعاء الاربعا wednesday mercredi miercoles carsamba среда* среду*
الخميس thursday jeudi jueves persembe четверг
الجمعه friday vendredi viernes cuma пятница пятницу
السبت saturday samedi sabado cumartesi суббота субботу
الاحد sunday dimanche domingo pazar* воскресенье
"""
#: Days from today.
DAY_WORDS = {
    "اولمنامس": -2, "اولامس": -2, "امسالاول": -2, "امس": -1, "البارحه": -1, "مبارح": -1,
    "اليوم": 0, "غدا": 1, "بعدغد": 2, "يومغد": 1, "yesterday": -1, "today": 0, "tomorrow": 1,
    "hier": -1, "aujourdhui": 0, "demain": 1, "ayer": -1, "hoy": 0, "dun": -1, "bugun": 0,
    "вчера": -1, "сегодня": 0, "завтра": 1,
}  # fmt: skip
ORDINALS = {
    "الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4, "الخامس": 5, "السادس": 6, "السابع": 7,
    "الثامن": 8, "التاسع": 9, "العاشر": 10, "الحادي": 1, "العشرين": 20, "العشرون": 20,
    "الثلاثين": 30, "الثلاثون": 30, "اول": 1, "premier": 1, "first": 1,
}  # fmt: skip
#: What follows a unit ordinal: "الخامس عشر", "الحادي والعشرين".
TENS = {
    "عشر": 10, "والعشرين": 20, "والعشرون": 20, "والثلاثين": 30, "والثلاثون": 30,
}  # fmt: skip


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def _numbered(table: str, first: int, *, weak: bool) -> dict[str, int]:
    """Give the names of a table with the number of their line, of one strength."""
    return {
        fold(name.rstrip("*")): number
        for number, row in enumerate(_rows(table), first)
        for name in row
        if name.endswith("*") is weak
    }


#: Strong and weak month names by script and calendar, blanks left out.
ARABIC = _numbered(_ARABIC_MONTHS, 1, weak=False) | _numbered(_CYRILLIC_MONTHS, 1, weak=False)
ARABIC_WEAK = _numbered(_ARABIC_MONTHS, 1, weak=True) | _numbered(_CYRILLIC_MONTHS, 1, weak=True)
LATIN = _numbered(_LATIN_MONTHS, 1, weak=False)
LATIN_WEAK = _numbered(_LATIN_MONTHS, 1, weak=True)
HIJRI = _numbered(_HIJRI_MONTHS, 1, weak=False)
HIJRI_WEAK = _numbered(_HIJRI_MONTHS, 1, weak=True)
WEEKDAYS = _numbered(_WEEKDAYS, 0, weak=False)


# Month lengths of the Umm al-Qura calendar, 1400 to 1500: three hexadecimal digits a year, a bit a
# month, set where the month has 30 days (from the tables of R. H. van Gent, Utrecht).
_UMM_AL_QURA = (
    "d2b54aea57526e936aaad555aa5b52ba95b49ba4db25d52daa5ad4aea56d4bd23d91da95b4ab5a"
    "56d2b693b49b6556a9754b6a56caad555b29b92ba95d4ada55aaab595749764baa5b52b6a56d2a"
    "e9572a75535a95d49ba4dd26d535aaaad4b6a57527a95b4ab5536c9ae4b6a96b4ada55d25d92dc"
    "96d4ad6556d2b693749b64d72ab54b6a5752b6956b2ad94dc95d4aea56caad5556c97"
)
_FIRST_YEAR, _LAST_YEAR = 1400, 1500
_FIRST_DAY = date(1979, 11, 20).toordinal()
# 1 Muharram 1 by the astronomical reckoning: 15 July 622 Julian, 18 July 622 in the proleptic
# Gregorian calendar. It errs a little less against Umm al-Qura than the civil one.
_EPOCH = date(622, 7, 18).toordinal()


@cache
def _month_starts() -> tuple[int, ...]:
    """Give the ordinal days on which the months of the Umm al-Qura table begin, and its end."""
    starts = [_FIRST_DAY]
    for place in range(0, len(_UMM_AL_QURA), 3):
        year = int(_UMM_AL_QURA[place : place + 3], 16)
        for bit in range(11, -1, -1):
            starts.append(starts[-1] + 29 + (year >> bit & 1))
    return tuple(starts)


def hijri_to_gregorian(year: int, month: int, day: int) -> date:
    """Convert a Hijri date: by Umm al-Qura from 1400 to 1500, by the tabular calendar else.

    Umm al-Qura is Saudi Arabia's; months that other countries begin by observation may begin a
    day later or earlier. The tabular calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and
    29 of each 30: Reingold and Dershowitz, Calendrical Calculations) differs by a day or two.

    >>> hijri_to_gregorian(1436, 10, 1).isoformat()
    '2015-07-17'
    """
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        start = _month_starts()[(year - _FIRST_YEAR) * 12 + month - 1]
    else:
        start = _EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2
    return date.fromordinal(start + day - 1)


def gregorian_to_hijri(day: date) -> tuple[int, int, int]:
    """Convert to the Hijri calendar, as :func:`hijri_to_gregorian` does: year, month, day.

    >>> gregorian_to_hijri(date(2015, 7, 17))
    (1436, 10, 1)
    """
    # The month that an average of 29.53 days points at may be one too late, never too early.
    months = (day.toordinal() - _EPOCH + 3) * 10000 // 295306
    while hijri_to_gregorian(months // 12 + 1, months % 12 + 1, 1) > day:
        months -= 1
    year, month = months // 12 + 1, months % 12 + 1
    return year, month, (day - hijri_to_gregorian(year, month, 1)).days + 1
