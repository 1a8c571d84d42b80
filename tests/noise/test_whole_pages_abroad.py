"""Pages of other languages, scraped whole: their menus and boxes go, their articles stay."""

from __future__ import annotations

import pytest

from cleaner.noise.cleaner import default_cleaner

MENUS = {
    "english": "Home\nNews\nPolitics\nBusiness\nSport\nCulture\nHealth\nSearch\nSubscribe",
    "spanish": "Inicio\nInternacional\nEconomía\nDeportes\nCultura\nOpinión\nSociedad\nBuscar",
    "turkish": "Anasayfa\nGündem\nEkonomi\nSpor\nDünya\nMagazin\nSağlık\nTeknoloji\nAra",
    "russian": "Главная\nНовости\nПолитика\nЭкономика\nОбщество\nСпорт\nКультура\nПоиск",
    "persian": "صفحه نخست\nسیاسی\nاقتصادی\nاجتماعی\nورزشی\nفرهنگی\nحوادث\nجستجو",
    "urdu": "صفحۂ اول\nپاکستان\nدنیا\nکھیل\nانٹرٹینمنٹ\nکاروبار\nویڈیوز\nتلاش",
    "german": "Startseite\nPolitik\nWirtschaft\nSport\nKultur\nPanorama\nSuche\nAnmelden",
}
FEET = {
    "english": "Most read\nFire at old mill leaves three hurt\nTerms of use\nContact us\nAdvertise",
    "spanish": "Lo más leído\nUn incendio obliga a evacuar un camping\nAviso legal\nContacto",
    "turkish": "Çok Okunanlar\nEski değirmende yangın çıktı\nKünye\nİletişim",
    "russian": "Популярное\nПожар на старой мельнице\nКонтакты\nО редакции",
    "persian": "پربازدیدترین ها\nآتش سوزی در آسیاب قدیمی\nدرباره ما\nتماس با ما",
    "urdu": "تبصرے\nآٹے کی قیمت میں کمی\nہمارے بارے میں\nرابطہ کریں",
    "german": "Meistgelesen\nBrand in der alten Mühle\nImpressum\nDatenschutz",
}
BOXES = {
    "english": "Advertisement\nRead more\nCouncil plans a new market hall",
    "spanish": "Publicidad\nTe puede interesar\nEl ayuntamiento planea un mercado",
    "turkish": "REKLAM\nİLGİLİ HABER\nBelediye yeni hal binası planlıyor",
    "russian": "Реклама\nЧитайте также\nГород построит новый рынок у реки",
    "persian": "تبلیغات\nبیشتر بخوانید\nشهرداری کنار رود بازار تازه می‌سازد",
    "urdu": "اشتہار\nیہ بھی پڑھیں\nشہر میں نیا بازار بنے گا",
    "german": "Anzeige\nLesen Sie auch\nStadt plant eine neue Markthalle",
}
ARTICLES = {
    "english": (
        "Saffron growers in the valley bring in first harvest",
        (
            "Farmers in the Sidr valley brought in their first saffron harvest on Tuesday after "
            "three years of trials on small plots."
        ),
        "Neighbours who grow onions had thought the plan was foolish, said the mayor.",
        "Rain came late this year.",
    ),
    "spanish": (
        "Los agricultores del valle recogen su primera cosecha de azafrán",
        (
            "Los agricultores del valle de Sidra recogieron el martes su primera cosecha de "
            "azafrán tras tres años de pruebas en pequeñas parcelas."
        ),
        "El consejero de Turismo prometió ayudas para los trabajadores afectados.",
        "Las lluvias no se esperan hasta octubre.",
    ),
    "turkish": (
        "Vadideki çiftçiler ilk safran hasadını yaptı",
        (
            "Sidre vadisindeki çiftçiler üç yıllık denemenin ardından salı günü ilk safran "
            "hasadını köylerde kurulan küçük tarlalarda yaptı ve ürünü pazara götürdü."
        ),
        "Köylüler, dere yatağına yapılan evlerin yıkılmasını istiyor.",
        "Okullar perşembe gününe kadar tatil edildi.",
    ),
    "russian": (
        "Фермеры долины собрали первый урожай шафрана",
        (
            "Фермеры долины Сидр собрали во вторник первый урожай шафрана после трёх лет опытов "
            "на малых участках, которые им выделила область."
        ),
        "Стоимость работ составила 1,2 миллиарда рублей.",
        "Грузовикам проезд разрешат осенью.",
    ),
    "persian": (
        "کشاورزان دره نخستین محصول زعفران را برداشت کردند",
        (
            "کشاورزان دره سدر روز سه‌شنبه پس از سه سال آزمایش در زمین‌های کوچک نخستین محصول "
            "زعفران خود را برداشت کردند و به بازار بردند."
        ),
        "همسایه‌هایی که پیاز می‌کارند گمان می‌کردند این کار دیوانگی است.",
        "باران امسال دیر آمد و کم بود.",
    ),
    "urdu": (
        "وادی کے کسانوں نے زعفران کی پہلی فصل کاٹ لی",
        (
            "وادی سدر کے کسانوں نے تین سال کے تجربات کے بعد منگل کے روز چھوٹے کھیتوں سے "
            "زعفران کی پہلی فصل کاٹ لی اور اسے بازار لے گئے۔"
        ),
        "مقامی تاجروں نے پل کھلنے پر خوشی کا اظہار کیا۔",
        "بارش اس سال دیر سے ہوئی۔",
    ),
    "german": (
        "Bauern im Tal bringen erste Safranernte ein",
        (
            "Die Bauern im Tal der Sidra haben am Dienstag nach drei Jahren voller Versuche auf "
            "kleinen Feldern ihre erste Safranernte eingebracht."
        ),
        "Die Nachbarn bauen Zwiebeln an und hielten den Plan für verrückt, sagte er.",
        "Der Regen kam spät.",
    ),
}


def page(language: str, box_at: int) -> str:
    lines = [MENUS[language], *ARTICLES[language], FEET[language]]
    lines.insert(2 + box_at, BOXES[language])
    return "\n".join(lines)


@pytest.mark.parametrize("box_at", [1, 2])
@pytest.mark.parametrize("language", ARTICLES)
def test_menus_boxes_and_footers_go_and_the_article_stays(language, box_at):
    left = default_cleaner().clean(page(language, box_at)).text
    assert left.split("\n") == list(ARTICLES[language])


@pytest.mark.parametrize("language", ARTICLES)
def test_the_article_alone_stays_as_it_is(language):
    text = "\n".join(ARTICLES[language])
    assert default_cleaner().clean(text).text == text


def test_questions_and_answers_below_the_body_stay():
    asked = (
        "How did it begin?",
        "With a hundred bulbs from the mountain.",
        "Any regrets?",
        "No, none.",
    )
    lines = (MENUS["english"], *ARTICLES["english"], *asked, FEET["english"])
    left = default_cleaner().clean("\n".join(lines)).text.split("\n")
    assert left == [*ARTICLES["english"], *asked]


def test_a_list_that_a_box_parts_from_its_article_stays():
    listed = ("Growers need the following:", "- light soil", "- large bulbs", "- plenty of sun")
    lines = (MENUS["english"], *ARTICLES["english"], BOXES["english"], *listed, FEET["english"])
    left = default_cleaner().clean("\n".join(lines)).text.split("\n")
    assert left == [*ARTICLES["english"], *listed]


@pytest.mark.parametrize(
    "headings",
    [
        "Film|TV|Music|Books|Podcasts|Games|Food|Travel|Listen|Archive",
        "Cine|Música|Cultura|Deportes|Sociedad|Turismo|Salud|Gente|Buscar",
        "الصحة|التعليم|الثقافة|الرياضة|الاقتصاد|السياحة|البيئة|الشباب|خدمات|بحث",
    ],
)
def test_subheadings_that_are_names_of_sections_are_no_menu(headings):
    said = [f"Part {i} of the plan costs twelve million, the council says." for i in range(10)]
    pairs = [line for pair in zip(headings.split("|"), said, strict=False) for line in pair]
    text = "\n".join((*ARTICLES["english"][:2], *pairs))
    assert default_cleaner().clean(text).text == text


def test_a_lead_below_the_headline_of_another_article_is_no_part_of_this_one():
    lead = "A fire at the old mill in the harbour left two people hurt on Sunday."
    other = ("Advertisement", "Fire at old mill leaves three hurt in the harbour", lead)
    lines = (MENUS["english"], *ARTICLES["english"], *other, FEET["english"])
    assert default_cleaner().clean("\n".join(lines)).text.split("\n") == list(ARTICLES["english"])
