"""Examples of what structure removes and of look-alikes that it leaves, as every rule has them.

What goes stands in brackets (``【…】``); invented places and people throughout.
"""

from __future__ import annotations

from collections.abc import Mapping

_HEAD = "مجلس بلدية النخيل يقر خطة لتجديد شبكة المياه في الأحياء القديمة"
_LEAD = (
    "أقر مجلس بلدية النخيل، مساء الاثنين، خطة لتجديد شبكة المياه في الأحياء القديمة بكلفة عالية."
)
_TOLD = (
    "وقال رئيس المجلس سالم الهاجري إن الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى "
    "أكثر من خمسين عاما، على أن تنتقل بعد ذلك إلى حي الميناء."
)
_MORE = "وأضاف الهاجري أن المياه لن تنقطع عن السكان إلا ساعات قليلة يعلن عنها قبل أسبوع من موعدها."
_LAST = "من جهتها، طالبت لجنة سكان حي الميناء بتعويض أصحاب المحال التجارية عن أيام الإغلاق."
_BODY = "\n".join((_LEAD, _TOLD, _MORE, _LAST))
_PAGE = f"{_HEAD}\n{_BODY}"
_MENU = "الرئيسية\nمحليات\nسياسة\nاقتصاد\nرياضة\nثقافة\nمنوعات\nصحة\nفيديو\nبحث"
_NEWS = "طالبة من الريان تفوز بجائزة الرسم للناشئين\nأسعار التمور تتراجع مع وفرة محصول الموسم"
_ABOUT = (
    "منصة إخبارية مستقلة تأسست عام 2031، تتابع شؤون المدن الساحلية وتسعى إلى تقديم تغطية مهنية "
    "للأحداث المحلية."
)
_WINNERS = (
    "أعلنت لجنة جائزة الساحل للرواية أسماء الفائزين، وفيما يلي قائمة الفائزين:\nسالم الهاجري\n"
    "نورة البناي\nفريد الزاهي\nليلى المرسى\nكامل الجابري\nهند الوادي\nجابر الرملي\nمنى الساحلي"
)
_SHEET = (
    "تشكيلة الواحة\nالحارس: سالم\nالدفاع: جابر\nالوسط: زياد\nالهجوم: ليث\nتشكيلة المرسى\n"
    "الحارس: طارق\nالدفاع: منير\nالوسط: ماجد\nالهجوم: نبيل"
)
_CAPTION = "عمال يجددون أنبوبا في حي السوق"
_VERSE = "يا دار أهلي على الوادي"
_SAID = "إن الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى أكثر من خمسين عاما"

#: For each kind of structural removal: texts it takes from, and texts it leaves as they are.
EXAMPLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "structure.page-title": (
        (
            f"【{_HEAD} | أخبار محلية | موقع الوادي】 {_HEAD} {_LEAD}\n{_TOLD}",
            f"【{_HEAD} - موقع الوادي】 {_HEAD} {_LEAD}\n{_TOLD}",
            f"【{_HEAD} الأحد 4 مايو 2031 , العدد : 912】 {_HEAD} {_LEAD}\n{_TOLD}",
        ),
        (
            f"{_HEAD}\n{_LEAD}\n{_TOLD}",
            f"خطة تجديد شبكة المياه: وقال الأهالي إن خطة تجديد شبكة المياه تأخرت.\n{_BODY}",
        ),
    ),
    "structure.navigation": (
        (
            f"【{_MENU}\n{_NEWS}】\n{_PAGE}",
            f"【{_MENU}\nمحليات】\n{_HEAD}\n【شارك\nفيسبوك】\n{_BODY}",
        ),
        (f"{_HEAD}\n{_WINNERS}\n{_MORE}", f"{_PAGE}\n{_SHEET}"),
    ),
    "structure.page-end": (
        (
            f"{_PAGE}\n【{_MENU}\n{_NEWS}】",
            f"{_PAGE}\n【{_NEWS}\n{_MENU}】",
        ),
        (f"{_PAGE}\n{_WINNERS}", f"{_PAGE}\n{_SHEET}"),
    ),
    "structure.label-above-headline": (
        (f"【vidora】\n{_PAGE}", f"【محليات】\n{_PAGE}"),
        (f"Seaside\nإخراج: منى الساحلي\n{_BODY}", f"حوار\n{_PAGE}"),
    ),
    "structure.breadcrumb": (
        (
            f"【الرئيسية/محليات/{_HEAD}】\n{_PAGE}",
            f"【الرئيسية/محليات/】{_PAGE}",
            f"【السياسةالاقتصادالرياضة】\n{_PAGE}",
        ),
        (f"المستخدمون/المشتركون في خدمة المياه\n{_BODY}", f"{_PAGE}\nوالاستعدادات"),
    ),
    "structure.ticker": (
        (
            f"【عاجل | هزة أرضية خفيفة يشعر بها أهل الجبل】\n{_PAGE}",
            f"【عاجل: فوز فريق الواحة بكأس الساحل للناشئين】\n{_PAGE}",
        ),
        (
            f"عاجل | {_HEAD}\nسالم الهاجري يكشف التفاصيل\n{_BODY}",
            f"عاجل | هزة أرضية خفيفة يشعر بها أهل الجبل\n{_BODY}",
        ),
    ),
    "structure.repeated-caption": (
        (
            f"{_HEAD}\n{_LEAD}\n{_CAPTION}\n【{_CAPTION}】\n{_TOLD}",
            f"{_HEAD}\nكتبت ليلى المرسى\n【كتبت ليلى المرسى】\n{_BODY}",
        ),
        (
            f"{_VERSE}\n{_VERSE}\nكم ليلة بت فيها ساهرا\nأعد نجم السماء وحدي\nنامت عيون الناس",
            f"{_LEAD}\nهل انتهى العمل؟\nنعم\nنعم\n{_TOLD}",
        ),
    ),
    "structure.repeated-headline": (
        (
            f"{_HEAD}\nالنخيل: ليلى المرسى\n【{_HEAD}】\n{_BODY}",
            f"{_HEAD}\nعمال يجددون أنبوبا\nليلى المرسى\n【{_HEAD}】\n{_BODY}",
        ),
        (
            f"{_HEAD}\nوتداول الأهالي على صفحاتهم هذا الخبر:\n{_HEAD}\n{_BODY}",
            f"{_PAGE}\n{_MORE.replace('ساعات', 'أياما')}\n{_HEAD}",
        ),
    ),
    "structure.doubled-paragraph": (
        (f"{_HEAD}\n{_LEAD}\n【{_LEAD}】\n{_TOLD}", f"{_LEAD} {_TOLD} 【{_TOLD}】"),
        (f"{_HEAD}\n{_LEAD}\n{_TOLD}\n{_LEAD}", f"{_HEAD}\n{_LEAD} ثم قال: {_MORE}\n{_TOLD}"),
    ),
    "structure.pull-quote": (
        (
            f"{_PAGE}\n【{_SAID}】",
            f"{_PAGE}\n【{_SAID} سالم الهاجري – رئيس مجلس البلدية】",
        ),
        (
            f"{_HEAD}\n{_LEAD}\n{_MORE}\n{_LAST}\n{_SAID}\n{_TOLD}",
            f"{_PAGE}\n{_SAID} ولن تنتهي قبل حلول الشتاء المقبل – وفق خطة المجلس",
        ),
    ),
    "structure.emptied-list": (
        (f"{_PAGE}\n【أماكن العرض : , , , ,】", f"{_PAGE}\n【أماكن العرض | | |】"),
        (f"{_PAGE}\nمدينة النخيل، حي السوق، حي الميناء", f"{_PAGE}\nأحياء المدينة:"),
    ),
    "structure.run-stamp": (
        (
            f"{_HEAD} 【12 آذار / مارس 2031 - 10 : 45】 {_LEAD}\n{_TOLD}",
            f"{_HEAD} 【تم النشر بتاريخ : 12 مارس , 2031 10 : 45 : 09】 {_LEAD}\n{_TOLD}",
        ),
        (
            f"مجلس البلدية الذي انتخب يوم الاثنين 12 مارس 2031 أقر خطة المياه.\n{_BODY}",
            f"النخيل 12 مارس 2031 أقر مجلس البلدية خطة لتجديد شبكة المياه.\n{_BODY}",
        ),
    ),
    "structure.footer-run": (
        (
            f"{_PAGE}\n【الأكثر قراءة سياسة الخصوصية أحدث المقالات من نحن اتصل بنا】",
            f"{_PAGE} 【تابعونا على فيسبوك لا توجد تعليقات أضف تعليق النشرة البريدية اتصل بنا】",
            f"{_PAGE}\n【المزيد قبل ساعة قبل ساعتين مواد ذات علاقة الأكثر مشاهدة فيسبوك تويتر】",
        ),
        (
            f"{_PAGE}\nوغيرت الشركة سياسة الخصوصية، وصار الأكثر مشاهدة في أعلى الصفحة.",
            f"{_PAGE}\nوحذفت المنصة التعليقات وأوقفت تسجيل الدخول وغيرت كلمة المرور لمستخدميها.",
            f"{_PAGE}\nوقال الناشر إن سياسة الخصوصية الجديدة تحمي قراء الصحيفة كلهم.",
        ),
    ),
    "structure.about-us": (
        (f"{_PAGE}\n【دفتر الساحل\n{_ABOUT}】", f"{_PAGE}\n【{_ABOUT}】"),
        (
            f"{_PAGE}\nوأعلنت منصة إخبارية مستقلة تتابع شؤون الساحل أنها ستغلق هذا العام.",
            f"{_ABOUT}\n{_BODY}",
        ),
    ),
    "structure.agency-signature": (
        (
            f"{_HEAD}\nالنخيل (صوت الساحل) - {_BODY}\n【(صوت الساحل)】",
            f"{_PAGE} 【(أنباء الوادي)】",
        ),
        (f"{_PAGE}\n(الفصل الأول)", f"{_PAGE} (سورة النخيل)"),
    ),
    "structure.slogan": (
        (
            f"{_PAGE}\n【دفتر الساحل.. صوت الموج كل صباح\nجميع الحقوق محفوظة © دفتر الساحل 2031】",
            f"{_PAGE}\n【المنارة: نور على الميناء\n© 2031 المنارة. جميع الحقوق محفوظة】",
        ),
        (
            f"{_PAGE}\nرئيس المجلس: لن نقطع المياه",
            f"{_PAGE}\nدفتر الساحل.. صوت الموج كل صباح",
        ),
    ),
    "structure.closing-address": (
        (f"{_PAGE}\n【https://coast.example/live】", f"{_PAGE}\n【www.coast.example】"),
        (
            f"{_PAGE}\nوهذا رابط التسجيل لمن أراد:\nhttps://coast.example/form",
            f"{_HEAD}\nhttps://coast.example/form\n{_BODY}",
        ),
    ),
    "structure.brand-stamp": (
        (
            f"{_HEAD}\n{_LEAD} 【قَنْدِيلُ.】\n{_TOLD}",
            f"{_HEAD}\n{_LEAD} 【مَنَارَةُ.】\n{_TOLD}",
        ),
        (f"{_HEAD}\n{_LEAD} انتهى.\n{_TOLD}", f"{_PAGE} قَنْدِيلُ."),
    ),
}
